package translation

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Piece is a run of words that two texts share, or that one of them has alone.
type Piece struct {
	Text    string
	Removed bool
	Added   bool
}

// maxCompared bounds how much work a comparison may be, in pairs of words. Larger texts are told as a whole.
const maxCompared = 1 << 20

// Diff says which words make one text into another, in the order of the texts. Words are those of UAX #29.
func Diff(before, after string) []Piece {
	a, b := wordsOf(before), wordsOf(after)
	if len(a)*len(b) > maxCompared {
		return []Piece{{Text: before, Removed: true}, {Text: after, Added: true}}
	}
	shared := sharedFrom(a, b)
	var all []Piece
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			all = put(all, Piece{Text: a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && shared[i+1][j] >= shared[i][j+1]:
			all = put(all, Piece{Text: a[i], Removed: true})
			i++
		default:
			all = put(all, Piece{Text: b[j], Added: true})
			j++
		}
	}
	return all
}

// sharedFrom counts the words of the longest common subsequence of what follows each pair of places.
func sharedFrom(a, b []string) [][]int32 {
	shared := make([][]int32, len(a)+1)
	for i := range shared {
		shared[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				shared[i][j] = shared[i+1][j+1] + 1
			} else {
				shared[i][j] = max(shared[i+1][j], shared[i][j+1])
			}
		}
	}
	return shared
}

// put adds a piece, joined with the last one when that is of its kind.
func put(all []Piece, p Piece) []Piece {
	if n := len(all); n > 0 && all[n-1].Removed == p.Removed && all[n-1].Added == p.Added {
		all[n-1].Text += p.Text
		return all
	}
	return append(all, p)
}

func wordsOf(text string) []string {
	var all []string
	state := -1
	var word string
	for text != "" {
		word, text, state = uniseg.FirstWordInString(text, state)
		all = append(all, strings.Clone(word))
	}
	return all
}
