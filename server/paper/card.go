package paper

import "io"

// Card is a driver's enrolment on paper, for a phone that will be set up later.
type Card struct {
	Service, Driver string
	URL, Code       string // the QR's content and the code to type
	TypeAt          string // the address where the code is typed
	Until, Help     string
}

// EnrolmentCard writes the card as one A5 page. The code works once and not for
// long, so the page says until when.
func EnrolmentCard(w io.Writer, c Card, lang Lang) error {
	p := newDocument(A5, 1, lang, words[lang]["card"])
	p.add()
	p.poster(c.Service, p.t("card"), c.Driver, c.URL, c.Code, 190,
		fill(p.t("cardSteps"), map[string]string{"url": c.TypeAt}), fill(p.t("cardOnce"), map[string]string{"until": c.Until}))
	return p.write(w)
}

// ShopPoster writes the A4 page that a shop hangs beside its till: its own link,
// which lists its open orders and nobody else's.
func ShopPoster(w io.Writer, service, shop, url, code, phone string, lang Lang) error {
	p := newDocument(A4, A4.W/gridW, lang, words[lang]["poster"])
	p.add()
	p.poster(service, p.t("poster"), shop, url, code, 210, p.t("posterSteps"), fill(p.t("posterCall"), map[string]string{"phone": phone}))
	return p.write(w)
}

// poster: a title, whom it is for, a large code and a few short sentences.
func (p *page) poster(service, title, who, url, code string, side float64, steps, last string) {
	wide := p.w - 2*edge
	p.ink(0.25)
	p.fitted(edge, edge, wide, regular, 11, service)
	p.ink(0)
	p.fitted(edge, edge+24, wide, bold, 28, title)
	p.fitted(edge, edge+62, wide, bold, 16, who)
	p.qr((p.w-side)/2, edge+88, side, url)
	p.font(bold, 24)
	p.center(0, edge+88+side, p.w, code)
	p.font(regular, 13)
	y := p.block(edge, edge+128+side, wide, 19, 9, steps)
	p.font(bold, 13)
	p.block(edge, y+12, wide, 19, 2, last)
}
