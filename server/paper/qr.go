package paper

import "github.com/skip2/go-qrcode"

// qr draws content as vector modules in a square of side w, quiet zone included.
// A quarter of the symbol may be wet, torn or written over and it still reads.
// Upper-case content of an address keeps the symbol small (alphanumeric mode).
func (p *page) qr(x, y, w float64, content string) {
	code, err := qrcode.New(content, qrcode.High)
	if err != nil {
		p.keep(err)
		return
	}
	p.pdf.SetFillColor(0, 0, 0)
	bits := code.Bitmap()
	m := w / float64(len(bits))
	for row, line := range bits {
		for start := 0; start < len(line); start++ {
			if !line[start] {
				continue
			}
			end := start
			for end < len(line) && line[end] {
				end++
			}
			// A hair of overlap downwards, so that no viewer shows white seams.
			p.pdf.RectFromUpperLeftWithStyle(x+float64(start)*m, y+float64(row)*m, float64(end-start)*m, m*1.02, "F")
			start = end
		}
	}
}
