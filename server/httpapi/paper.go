package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/printing"
)

// Printer is what the routes of papers need; package printing does it.
type Printer interface {
	Slips(ctx context.Context, who account.User, c printing.Choice, l printing.Look) (printing.Document, error)
	ShopSlip(ctx context.Context, id string, l printing.Look) (printing.Document, error)
	OwnSlips(ctx context.Context, who account.User, round string, l printing.Look) (printing.Document, error)
	OwnRoundSheet(ctx context.Context, who account.User, round string, lang paper.Lang) (printing.Document, error)
	Labels(ctx context.Context, who account.User, c printing.Choice, sheet string, skip int, lang paper.Lang) (printing.Document, error)
	RoundSheet(ctx context.Context, who account.User, id string, lang paper.Lang) (printing.Document, error)
	Cheques(ctx context.Context, who account.User, lang paper.Lang) (printing.Document, error)
	Poster(ctx context.Context, who account.User, merchantID string, lang paper.Lang) (printing.Document, error)
	Card(ctx context.Context, who account.User, c printing.Card, lang paper.Lang) (printing.Document, error)
}

// The routes take ?lang=fr or en, else the caller's language; slips ?size=a4 or
// a5; slips and labels ?slip=, ?round= or ?day=, else today's.
func (s *Server) paperRoutes() {
	read := Those(account.ReadOrders)
	s.paper("/api/paper/slips", "printSlips", "Slips as PDF: one, a round's or a day's", read, s.printSlips)
	s.paper("/api/paper/labels", "printLabels", "Labels of bags as PDF", read, s.printLabels)
	s.paper("/api/paper/rounds/{id}", "printRound", "A driver's day on paper", read, s.printRound)
	s.paper("/api/paper/cheques", "printCheques", "Cheques expected and held, as PDF", Those(account.FollowField), s.printCheques)
	s.paper("/api/paper/posters/{id}", "printPoster", "The poster of a shop", Those(account.EditMerchants), s.printPoster)
	own := Those(account.Drive)
	s.paper("/api/paper/own/{id}/sheet", "printOwnRound", "A driver's own day on paper", own, s.printOwnRound)
	s.paper("/api/paper/own/{id}/slips", "printOwnSlips", "The slips of a driver's own round as PDF", own, s.printOwnSlips)
	s.paper("/api/counter/{code}/slips/{id}", "printAtCounter", "A slip as its shop may keep it", Anyone, s.printAtCounter)
	s.addPlain(Route{Method: fiber.MethodPost, Path: "/api/paper/cards", ID: "printCard", Summary: "A driver's way in on paper",
		Who: Those(account.ManageDrivers), Body: 4 << 10}, s.answerPaper(s.printCard))
}

type printer func(c *fiber.Ctx, lang paper.Lang) (printing.Document, error)

func (s *Server) paper(path, id, summary string, who Who, draw printer) {
	s.addPlain(Route{Method: fiber.MethodGet, Path: path, ID: id, Summary: summary, Who: who, Deadline: time.Minute}, s.answerPaper(draw))
}

// answerPaper answers with a document: shown in the browser, kept by nobody, and not
// sent again to whoever has these very bytes.
func (s *Server) answerPaper(draw printer) fiber.Handler {
	return func(c *fiber.Ctx) error {
		lang := paper.Lang(c.Query("lang", s.language(c)))
		if lang != paper.English {
			lang = paper.French
		}
		doc, err := draw(c, lang)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(doc.PDF)
		etag := `"` + hex.EncodeToString(sum[:12]) + `"`
		c.Set(fiber.HeaderETag, etag)
		if unchanged(c.Get(fiber.HeaderIfNoneMatch), etag) {
			return c.SendStatus(fiber.StatusNotModified)
		}
		c.Set(fiber.HeaderContentType, "application/pdf")
		c.Set(fiber.HeaderContentDisposition, `inline; filename="`+doc.Name+`"`)
		return c.Send(doc.PDF)
	}
}

var errLook = fault.New(fault.Invalid, "paper.look", "a page is a4 or a5").On("size")

func chosen(c *fiber.Ctx) printing.Choice {
	return printing.Choice{Slip: c.Query("slip"), Round: c.Query("round"), Day: day.Day(c.Query("day"))}
}

func look(c *fiber.Ctx, lang paper.Lang) (printing.Look, error) {
	sizes := map[string]paper.Size{"a4": paper.A4, "a5": paper.A5}
	size, ok := sizes[c.Query("size", "a4")]
	if !ok {
		return printing.Look{}, errLook
	}
	return printing.Look{Lang: lang, Size: size}, nil
}

func (s *Server) printSlips(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	l, err := look(c, lang)
	if err != nil {
		return printing.Document{}, err
	}
	return s.use.Printer.Slips(c.UserContext(), userFrom(c.UserContext()), chosen(c), l)
}

func (s *Server) printOwnSlips(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	l, err := look(c, lang)
	if err != nil {
		return printing.Document{}, err
	}
	return s.use.Printer.OwnSlips(c.UserContext(), userFrom(c.UserContext()), c.Params("id"), l)
}

func (s *Server) printOwnRound(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	return s.use.Printer.OwnRoundSheet(c.UserContext(), userFrom(c.UserContext()), c.Params("id"), lang)
}

// printAtCounter asks for the code first: it is the right.
func (s *Server) printAtCounter(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	ctx := c.UserContext()
	id, err := s.use.Counter.Paper(ctx, peerFrom(ctx).Address, c.Params("code"), c.Params("id"))
	if err != nil {
		return printing.Document{}, err
	}
	l, err := look(c, lang)
	if err != nil {
		return printing.Document{}, err
	}
	return s.use.Printer.ShopSlip(ctx, id, l)
}

func (s *Server) printLabels(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	skip, err := strconv.Atoi(c.Query("skip", "0"))
	if err != nil {
		skip = 0 // drawn from the first place on, as with any skip that the sheet has not
	}
	return s.use.Printer.Labels(c.UserContext(), userFrom(c.UserContext()), chosen(c), c.Query("sheet", "21"), skip, lang)
}

func (s *Server) printRound(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	return s.use.Printer.RoundSheet(c.UserContext(), userFrom(c.UserContext()), c.Params("id"), lang)
}

func (s *Server) printCheques(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	return s.use.Printer.Cheques(c.UserContext(), userFrom(c.UserContext()), lang)
}

func (s *Server) printPoster(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	return s.use.Printer.Poster(c.UserContext(), userFrom(c.UserContext()), c.Params("id"), lang)
}

func (s *Server) printCard(c *fiber.Ctx, lang paper.Lang) (printing.Document, error) {
	var in struct {
		Person    string    `json:"person"`
		URL       string    `json:"url"`
		Code      string    `json:"code"`
		ExpiresAt time.Time `json:"expiresAt"`
	}
	if err := json.Unmarshal(c.Body(), &in); err != nil {
		return printing.Document{}, fiber.ErrBadRequest
	}
	card := printing.Card{Person: in.Person, URL: in.URL, Code: in.Code, Expires: in.ExpiresAt}
	return s.use.Printer.Card(c.UserContext(), userFrom(c.UserContext()), card, lang)
}
