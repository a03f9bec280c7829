package slip

// strokes steps over an array of count, x, y, x, y, …, count, … and returns its
// bytes and how many points it has, -1 when it does not add up.
func (r *reader) strokes() (raw []byte, points int) {
	r.peek()
	start := r.i
	points, end := countPoints(r.b, start)
	if points < 0 {
		return r.raw(), -1
	}
	r.i = end
	return r.b[start:end], points
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
