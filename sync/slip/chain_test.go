package slip

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
)

type link struct {
	Entry     Entry  `json:"entry"`
	Canonical string `json:"canonical"`
}

func chainVector(t *testing.T) []link {
	t.Helper()
	raw, err := os.ReadFile("../vectors/chain.json")
	if err != nil {
		t.Fatal(err)
	}
	var links []link
	if err := json.Unmarshal(raw, &links); err != nil {
		t.Fatal(err)
	}
	return links
}

func TestChainVector(t *testing.T) {
	var journal []Entry
	for _, l := range chainVector(t) {
		if got := string(Canonical(l.Entry)); got != l.Canonical {
			t.Errorf("%s:\n got %s\nwant %s", l.Entry.ID, got, l.Canonical)
		}
		journal = append(journal, l.Entry)
	}
	if err := Verify(journal); err != nil {
		t.Error(err)
	}
}

// TestAppendMakesTheVector appends the vector's acts and finds its hashes and
// its seal.
func TestAppendMakesTheVector(t *testing.T) {
	s := Slip{ID: "s"}
	for _, l := range chainVector(t) {
		act := l.Entry
		act.Hash, act.Seal = "", nil
		next, _, err := Append(s, act)
		if err != nil {
			t.Fatal(err)
		}
		s = next
		if got := s.Journal[len(s.Journal)-1].Hash; got != l.Entry.Hash {
			t.Errorf("%s: hash %s", act.ID, got)
		}
	}
}

func TestVerifyNamesTheFirstChange(t *testing.T) {
	changes := map[string]func(*Entry){
		"data":     func(e *Entry) { e.Data = json.RawMessage(`{"driver":"B"}`) },
		"by":       func(e *Entry) { e.By = "somebody" },
		"received": func(e *Entry) { e.Received = e.Received.Add(1e9) },
		"blobs":    func(e *Entry) { e.Blobs = append(e.Blobs, Blob{"00", 1}) },
		"seal":     func(e *Entry) { e.Seal = []string{"x"} },
		"hash":     func(e *Entry) { e.Hash = "" },
	}
	for name, change := range changes {
		journal := busy(t).Journal
		change(&journal[1])
		var e *Error
		if err := Verify(journal); !errors.Is(err, ErrChain) || !errors.As(err, &e) || e.Field != journal[1].ID {
			t.Errorf("%s: %v", name, err)
		}
	}
	journal := busy(t).Journal
	if err := Verify(append(journal[:3:3], journal[4:]...)); !errors.Is(err, ErrChain) {
		t.Errorf("an entry left out: %v", err)
	}
}
