package exchange

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRanges(t *testing.T) {
	tests := []struct {
		add     []int64
		set     string
		high    int64
		holes   string
		missing int64 // up to 10
	}{
		{nil, "[]", 0, "[]", 10},
		{[]int64{1, 2, 3}, "[[1 3]]", 3, "[]", 7},
		{[]int64{3, 1, 2, 2}, "[[1 3]]", 3, "[]", 7},
		{[]int64{7, 8, 9, 1, 2, 3}, "[[1 3] [7 9]]", 3, "[[4 6]]", 4},
		{[]int64{2, 3}, "[[2 3]]", 0, "[[1 1]]", 8},
		{[]int64{12, 10}, "[[10 10] [12 12]]", 0, "[[1 9] [11 11]]", 9},
	}
	for _, tt := range tests {
		var r Ranges
		for _, n := range tt.add {
			r = r.With(n)
		}
		if top := max(r.High(), 12); r.Missing(top) != Ranges.count(r.Without(top)) {
			t.Errorf("%v: without %v", tt.add, r.Without(top))
		}
		if fmt.Sprint(r) != tt.set || r.High() != tt.high || fmt.Sprint(r.Holes()) != tt.holes || r.Missing(10) != tt.missing {
			t.Errorf("%v: %v high %d holes %v missing %d", tt.add, r, r.High(), r.Holes(), r.Missing(10))
		}
	}
}

// Property: Ranges is the set of what was added, and a value never changes.
func TestRangesIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r Ranges
		set := map[int64]bool{}
		for _, n := range rapid.SliceOf(rapid.Int64Range(1, 40)).Draw(t, "numbers") {
			before, text := r, fmt.Sprint(r)
			r = r.With(n)
			set[n] = true
			if fmt.Sprint(before) != text {
				t.Fatalf("With changed its receiver: %s, now %v", text, before)
			}
		}
		missing := int64(0)
		for n := int64(0); n <= 42; n++ {
			if r.Has(n) != set[n] {
				t.Fatalf("Has(%d) = %v in %v", n, r.Has(n), r)
			}
			if n > 0 && !set[n] {
				missing++
			}
		}
		if r.Missing(42) != missing {
			t.Fatalf("Missing = %d, want %d in %v", r.Missing(42), missing, r)
		}
		if !slices.IsSortedFunc(r, func(a, b [2]int64) int { return int(a[1] + 2 - b[0]) }) {
			t.Fatalf("not apart: %v", r)
		}
	})
}
