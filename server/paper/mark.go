package paper

// Mark is what one party left on a slip: drawn strokes, or why not and who saw it.
type Mark struct {
	At         string // when, as it is printed
	Name       string // who signed, "" if not told
	Strokes    []int  // sync/README.md section 7: point count, x, y, x, y, …, in 1/1000 of the pad's width
	CannotSign string // the reason, when there are no strokes
	Witness    string
	OnPaper    bool // signed on a paper slip that was keyed in
}

// strokes draws a signature inside the box, as large as it fits, never stretched.
// Strokes that are cut short or absurd are drawn as far as they make sense.
func (p *page) strokes(x, y, w, h float64, flat []int) {
	minX, minY, maxX, maxY, ok := bounds(flat)
	if !ok {
		return
	}
	scale := min(w/float64(max(maxX-minX, 1)), h/float64(max(maxY-minY, 1)), 0.25)
	left := x + (w-scale*float64(maxX-minX))/2
	top := y + (h-scale*float64(maxY-minY))/2
	at := func(px, py int) (float64, float64) {
		return left + scale*float64(px-minX), top + scale*float64(py-minY)
	}
	p.pdf.SetLineWidth(1.1)
	eachStroke(flat, func(points []int) {
		x1, y1 := at(points[0], points[1])
		if len(points) == 2 { // a dot
			p.pdf.Line(x1, y1, x1+0.8, y1)
			return
		}
		for i := 2; i < len(points); i += 2 {
			x2, y2 := at(points[i], points[i+1])
			p.pdf.Line(x1, y1, x2, y2)
			x1, y1 = x2, y2
		}
	})
}

// eachStroke calls draw with the points x, y, x, y, … of each stroke.
func eachStroke(flat []int, draw func(points []int)) {
	for i := 0; i < len(flat); {
		n := flat[i]
		i++
		if n < 1 || n > (len(flat)-i)/2 {
			return
		}
		draw(flat[i : i+2*n])
		i += 2 * n
	}
}

func bounds(flat []int) (minX, minY, maxX, maxY int, ok bool) {
	eachStroke(flat, func(points []int) {
		for i := 0; i < len(points); i += 2 {
			px, py := clamp(points[i]), clamp(points[i+1])
			if !ok {
				minX, maxX, minY, maxY, ok = px, px, py, py, true
				continue
			}
			minX, maxX = min(minX, px), max(maxX, px)
			minY, maxY = min(minY, py), max(maxY, py)
		}
	})
	return
}

// clamp keeps a coordinate within what a pad can give.
func clamp(v int) int { return max(-10000, min(v, 10000)) }
