package httpapi

import (
	"bytes"
	"context"
	"fmt"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/report"
)

// Reports counts periods; package report does.
type Reports interface {
	Figures(ctx context.Context, who account.User, a report.Ask) (report.Figures, error)
}

type reportInput struct {
	From day.Day `query:"from" maxLength:"10" doc:"the first day; the service's opening when absent"`
	To   day.Day `query:"to" maxLength:"10" doc:"the last day; today when absent"`
	Mask bool    `query:"mask" doc:"small numbers stay untold"`
	Lang string  `query:"lang" maxLength:"2" doc:"of the sheets: fr or en"`
}

type reportOutput struct {
	Body struct {
		report.Figures
		Sheets   []report.Sheet `json:"sheets" nullable:"false" doc:"the same figures, laid out with the sentence that says what each counts"`
		Footnote string         `json:"footnote,omitempty"`
	}
}

func (s *Server) reportRoutes() {
	read := Those(account.ReadFigures)
	add(s, Route{Method: "GET", Path: "/api/report", ID: "getReport", Summary: "A period in figures, without residents' names", Who: read}, s.getReport)
	s.addPlain(Route{Method: "GET", Path: "/api/report.csv", ID: "getReportCSV", Summary: "The report for a spreadsheet; from, to, mask and lang as in getReport", Who: read}, s.getReportCSV)
	s.addPlain(Route{Method: "GET", Path: "/api/report.pdf", ID: "getReportPDF", Summary: "The report to print and sign; from, to, mask and lang as in getReport", Who: read}, s.getReportPDF)
}

func (s *Server) getReport(ctx context.Context, in *reportInput) (*reportOutput, error) {
	f, err := s.use.Reports.Figures(ctx, userFrom(ctx), report.Ask{From: in.From, To: in.To, Mask: in.Mask})
	if err != nil {
		return nil, err
	}
	out := &reportOutput{}
	out.Body.Figures, out.Body.Sheets = f, report.Sheets(f, s.reportLang(in.Lang))
	out.Body.Footnote = report.Footnote(f, s.reportLang(in.Lang))
	return out, nil
}

func (s *Server) reportLang(asked string) string {
	if asked == "fr" || asked == "en" {
		return asked
	}
	return s.cfg.Lang
}

// printed counts for the routes that answer a file.
func (s *Server) printed(c *fiber.Ctx) (report.Figures, string, error) {
	ctx := c.UserContext()
	f, err := s.use.Reports.Figures(ctx, userFrom(ctx), report.Ask{From: day.Day(utils.CopyString(c.Query("from"))),
		To: day.Day(utils.CopyString(c.Query("to"))), Mask: c.QueryBool("mask")})
	return f, s.reportLang(c.Query("lang")), err
}

// getReportCSV serves GET /api/report.csv.
func (s *Server) getReportCSV(c *fiber.Ctx) error {
	f, lang, err := s.printed(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets take it for UTF-8 by this mark alone
	if err := report.CSV(&b, f, lang); err != nil {
		return err
	}
	return sendFile(c, "text/csv; charset=utf-8", reportName(f, "csv"), b.Bytes())
}

// getReportPDF serves GET /api/report.pdf.
func (s *Server) getReportPDF(c *fiber.Ctx) error {
	f, lang, err := s.printed(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := report.PDF(&b, f, lang); err != nil {
		return err
	}
	return sendFile(c, "application/pdf", reportName(f, "pdf"), b.Bytes())
}

func reportName(f report.Figures, ending string) string {
	return fmt.Sprintf("portage-%s-%s.%s", f.From, f.To, ending)
}

func sendFile(c *fiber.Ctx, kind, name string, body []byte) error {
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(body)
}
