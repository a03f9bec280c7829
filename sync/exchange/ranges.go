package exchange

import "slices"

// Ranges is a set of act numbers as ascending [from, to] pairs, neither
// overlapping nor touching. The zero value is empty.
type Ranges [][2]int64

// Has says whether n is in the set.
func (r Ranges) Has(n int64) bool {
	i := r.after(n)
	return i > 0 && n <= r[i-1][1]
}

// after is the index of the first pair that starts above n.
func (r Ranges) after(n int64) int {
	i, _ := slices.BinarySearchFunc(r, n, func(p [2]int64, n int64) int {
		if p[0] <= n {
			return -1
		}
		return 1
	})
	return i
}

// With returns the set with n; r itself does not change.
func (r Ranges) With(n int64) Ranges {
	if r.Has(n) {
		return r
	}
	i := r.after(n)
	left := i > 0 && r[i-1][1] == n-1
	right := i < len(r) && r[i][0] == n+1
	r = slices.Clone(r)
	switch {
	case left && right:
		r[i-1][1] = r[i][1]
		return slices.Delete(r, i, i+1)
	case left:
		r[i-1][1] = n
	case right:
		r[i][0] = n
	default:
		r = slices.Insert(r, i, [2]int64{n, n})
	}
	return r
}

// High is the highest number up to which nothing is missing, 0 when 1 is.
func (r Ranges) High() int64 {
	if len(r) == 0 || r[0][0] > 1 {
		return 0
	}
	return r[0][1]
}

// Holes are the ranges that are missing between High and the highest number.
func (r Ranges) Holes() Ranges {
	next, holes := int64(1), Ranges{}
	for _, p := range r {
		if p[0] > next {
			holes = append(holes, [2]int64{next, p[0] - 1})
		}
		next = p[1] + 1
	}
	return holes
}

// Without are the ranges that are missing between High and upTo, or the highest
// number where that is larger.
func (r Ranges) Without(upTo int64) Ranges {
	holes, top := r.Holes(), int64(0)
	if len(r) > 0 {
		top = r[len(r)-1][1]
	}
	if upTo > top {
		holes = append(holes, [2]int64{top + 1, upTo})
	}
	return holes
}

// Missing counts the numbers from 1 to upTo that are not in the set.
func (r Ranges) Missing(upTo int64) int64 {
	n := max(upTo, 0)
	for _, p := range r {
		if from, to := max(p[0], 1), min(p[1], upTo); from <= to {
			n -= to - from + 1
		}
	}
	return n
}

// count is how many numbers are in the set.
func (r Ranges) count() int64 {
	n := int64(0)
	for _, p := range r {
		n += p[1] - p[0] + 1
	}
	return n
}
