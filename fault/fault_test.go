package fault

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

var errTest = Define(NotFound, "fault-test")

func TestFactsAreOfOneCase(t *testing.T) {
	first := errTest.With("pack", "dokki")
	second := first.With("region", "KR").WithFields(Field{Pointer: "/a", Code: "required"}).Because(io.EOF)
	if len(errTest.Facts()) != 0 || len(first.Facts()) != 1 || len(first.Fields()) != 0 || len(second.Facts()) != 2 {
		t.Errorf("copies share facts: %v, %v, %v", errTest.Facts(), first.Facts(), second.Facts())
	}
	if text := second.Error(); !strings.HasPrefix(text, "fault-test pack=dokki region=KR /a:required") || !errors.Is(second, io.EOF) {
		t.Errorf("got %q", text)
	}
}

func TestIsByCode(t *testing.T) {
	wrapped := fmt.Errorf("while reading: %w", errTest.With("pack", "x"))
	if !errors.Is(wrapped, errTest) || As(wrapped).Kind() != NotFound || As(wrapped).Code() != "fault-test" {
		t.Errorf("%v is not known again", wrapped)
	}
	if errors.Is(errors.New("another"), errTest) || As(io.EOF) != nil {
		t.Error("another error is taken for a fault")
	}
}

func TestACodeIsDefinedOnce(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a code was defined twice")
		}
	}()
	Define(Invalid, "fault-test")
}

func TestAllIsInOrder(t *testing.T) {
	all := All()
	for i := 1; i < len(all); i++ {
		if all[i-1].Code() >= all[i].Code() {
			t.Errorf("%s stands before %s", all[i-1].Code(), all[i].Code())
		}
	}
	if len(all) == 0 {
		t.Error("nothing is defined")
	}
}
