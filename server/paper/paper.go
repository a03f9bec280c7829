// Package paper turns values into printed pages: delivery slips, labels, round
// sheets, cheque lists, enrolment cards and shop posters. Values in, bytes out,
// and the same values give the same bytes: no clock, no store, no randomness.
//
// Pages are drawn for old eyes and wet hands: nothing that matters is smaller
// than 9 points, and every page is still a form when nothing is known yet, so
// that paper alone carries a delivery through (scenario 38).
package paper

import (
	"compress/zlib"
	_ "embed"
	"io"
	"strings"
	"sync"
	"unicode"

	"github.com/signintech/gopdf"
	"golang.org/x/text/unicode/norm"
)

//go:embed fonts/DejaVuSansCondensed.ttf
var regularFont []byte

//go:embed fonts/DejaVuSansCondensed-Bold.ttf
var boldFont []byte

// Lang is the language of a page's fixed words.
type Lang string

// The languages.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Size is a page's width and height in points.
type Size struct{ W, H float64 }

const mm = 72 / 25.4

// The page sizes.
var (
	A4 = Size{210 * mm, 297 * mm}
	A5 = Size{148 * mm, 210 * mm}
)

const (
	regular = "regular"
	bold    = "bold"
)

// missing stands where the font has no letter, so that nobody takes a shortened
// name for the whole one.
const missing = '\u25af'

// fonts parses the two fonts once; every document then only copies its tables.
var fonts = sync.OnceValues(func() (*gopdf.FontContainer, error) {
	c := &gopdf.FontContainer{}
	opt := gopdf.TtfOption{OnGlyphNotFoundSubstitute: func(rune) rune { return missing }}
	if err := c.AddTTFFontDataWithOption(regular, regularFont, opt); err != nil {
		return nil, err
	}
	return c, c.AddTTFFontDataWithOption(bold, boldFont, opt)
})

// page is a document being drawn. Coordinates are units from the upper left
// corner; a unit is scale points. The first error stays and ends the drawing;
// write returns it.
type page struct {
	pdf   *gopdf.GoPdf
	w, h  float64 // the page in units
	scale float64
	lang  Lang
	err   error
}

// newDocument starts a document of pages of one size, drawn in units of scale points.
func newDocument(size Size, scale float64, lang Lang, title string) *page {
	pdf := &gopdf.GoPdf{}
	w, h := size.W/scale, size.H/scale
	pdf.Start(gopdf.Config{ConversionForUnit: scale, PageSize: gopdf.Rect{W: w, H: h}})
	pdf.SetCompressLevel(zlib.BestSpeed) // a page is small; best costs twice the time and the memory
	pdf.SetInfo(gopdf.PdfInfo{Title: title, Producer: "Portage"})
	p := &page{pdf: pdf, w: w, h: h, scale: scale, lang: lang}
	container, err := fonts()
	if err != nil {
		p.err = err
		return p
	}
	for _, family := range []string{regular, bold} {
		p.keep(pdf.AddTTFFontFromFontContainer(family, container))
	}
	return p
}

func (p *page) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *page) add() { p.pdf.AddPage() }

// write ends the document.
func (p *page) write(w io.Writer) error {
	if p.err != nil {
		return p.err
	}
	_, err := p.pdf.WriteTo(w)
	return err
}

// t is the page's word for key.
func (p *page) t(key string) string { return words[p.lang][key] }

// font selects a font; size is in units.
func (p *page) font(family string, size float64) {
	if p.err == nil {
		p.keep(p.pdf.SetFont(family, "", size*p.scale))
	}
}

// ink sets the colour of text and lines: 0 is black, 1 is white.
func (p *page) ink(gray float64) {
	v := uint8(gray * 255)
	p.pdf.SetTextColor(v, v, v)
	p.pdf.SetStrokeColor(v, v, v)
}

// text draws one line whose top is y; it returns its width.
func (p *page) text(x, y float64, s string) float64 {
	if p.err != nil {
		return 0
	}
	s = clean(s)
	p.pdf.SetXY(x, y)
	p.keep(p.pdf.Cell(nil, s))
	return p.width(s)
}

func (p *page) width(s string) float64 {
	if p.err != nil {
		return 0
	}
	w, err := p.pdf.MeasureTextWidth(s)
	p.keep(err)
	return w
}

// right draws one line that ends at x.
func (p *page) right(x, y float64, s string) {
	s = clean(s)
	p.text(x-p.width(s), y, s)
}

// center draws one line in the middle of x and x+w.
func (p *page) center(x, y, w float64, s string) {
	s = clean(s)
	p.text(x+(w-p.width(s))/2, y, s)
}

// fitted draws one line of at most width w, in the largest size down to six tenths
// of size that fits, and cut with an ellipsis if none does.
func (p *page) fitted(x, y, w float64, family string, size float64, s string) {
	p.fittedTo(x, y, w, family, size, size*0.6, s)
}

// fittedTo is fitted with the smallest size that somebody can still read there.
func (p *page) fittedTo(x, y, w float64, family string, size, least float64, s string) {
	s = clean(s)
	step := size / 24
	for p.font(family, size); size > least && p.width(s) > w; p.font(family, size) {
		size -= step
	}
	p.text(x, y, p.cut(s, w))
}

// cut shortens s to width w in the current font, with an ellipsis where it was cut.
func (p *page) cut(s string, w float64) string {
	if p.width(s) <= w {
		return s
	}
	r := []rune(s)
	for len(r) > 1 && p.width(string(r)+"…") > w {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

// wrap splits s into lines of at most width w in the current font: at spaces,
// and inside a word, after its hyphen if it has one, only where the word alone is
// too long.
func (p *page) wrap(s string, w float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(s, "\n") {
		line := ""
		for _, word := range strings.Fields(clean(paragraph)) {
			joined := strings.TrimPrefix(line+" "+word, " ")
			if p.width(joined) <= w {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for p.width(word) > w && len([]rune(word)) > 1 {
				r := []rune(word)
				n := len(r) - 1
				for n > 1 && p.width(string(r[:n])) > w {
					n--
				}
				if h := strings.LastIndex(string(r[:n]), "-"); h > 0 {
					n = len([]rune(string(r[:n])[:h])) + 1 // Jean-Baptiste, not Jean-Bapti
				}
				lines = append(lines, string(r[:n]))
				word = string(r[n:])
			}
			line = word
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// block draws wrapped text, at most most lines, and returns the y below it. What
// does not fit ends in an ellipsis.
func (p *page) block(x, y, w, leading float64, most int, s string) float64 {
	lines := p.wrap(s, w)
	if len(lines) > most {
		rest := lines[most]
		lines = lines[:most]
		lines[most-1] = p.cut(lines[most-1]+" "+rest, w)
	}
	for _, l := range lines {
		p.text(x, y, l)
		y += leading
	}
	return y
}

// line draws a straight line of the given thickness.
func (p *page) line(x1, y1, x2, y2, thickness float64) {
	p.pdf.SetLineWidth(thickness)
	p.pdf.Line(x1, y1, x2, y2)
}

// box draws the outline of a rectangle.
func (p *page) box(x, y, w, h, thickness float64) {
	p.pdf.SetLineWidth(thickness)
	p.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "D")
}

// fill draws a filled rectangle; 0 is black, 1 is white.
func (p *page) fill(x, y, w, h, gray float64) {
	v := uint8(gray * 255)
	p.pdf.SetFillColor(v, v, v)
	p.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
}

// clean makes text printable: composed letters, no control characters and no
// marks that turn the direction of reading, tabs and line ends as spaces.
func clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, string(missing)))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.Is(unicode.Bidi_Control, r) || (unicode.IsControl(r)):
			return -1
		}
		return r
	}, s)
}
