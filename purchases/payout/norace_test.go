//go:build !race

package payout_test

const raceDetector = false
