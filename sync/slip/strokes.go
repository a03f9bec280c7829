package slip

import "bytes"

// strokes steps over an array of count, x, y, x, y, …, count, … and says whether
// it does not add up. What was read before is not counted again.
func (r *reader) strokes() (raw []byte, bad bool) {
	r.peek()
	start := r.i
	points, end := 0, start
	if r.known {
		end += bytes.IndexByte(r.b[start:], ']') + 1
	} else {
		points, end = countPoints(r.b, start)
	}
	if points < 0 || end <= start {
		return r.raw(), true
	}
	r.i = end
	return r.b[start:end], false
}

// countPoints reads the array that starts at b[i] and says where it ends. It is
// one loop without calls: a journal has thousands of coordinates.
func countPoints(b []byte, i int) (points, end int) {
	left := 0 // numbers left in the stroke
	for sep := byte('['); ; sep = ',' {
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i < len(b) && b[i] == ']' && sep == ',' && left == 0 {
			return points, i + 1
		}
		if i >= len(b) || b[i] != sep {
			return -1, i
		}
		for i++; i < len(b) && isSpace(b[i]); i++ {
		}
		negative := i < len(b) && b[i] == '-'
		if negative {
			i++
		}
		n, start := 0, i
		for i < len(b) && '0' <= b[i] && b[i] <= '9' && n < 1e5 {
			n = n*10 + int(b[i]-'0')
			i++
		}
		switch {
		case i == start, b[start] == '0' && i > start+1: // none, or 01, which is no JSON
			return -1, i
		case left > 0:
			left--
		case n == 0 || negative:
			return -1, i
		default:
			points, left = points+n, 2*n
		}
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
