package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// Audit is what reading the audit log needs. There is no route that changes it.
type Audit interface {
	Audit(ctx context.Context, who account.User, before int64, limit int) (access.AuditPage, error)
	Verify(ctx context.Context, who account.User) (access.AuditCheck, error)
	Lookup(ctx context.Context, ids ...string) (map[string]account.Person, error)
}

type auditInput struct {
	Before int64 `query:"before" minimum:"0" doc:"only entries with a smaller number"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type auditEntry struct {
	Seq     int64             `json:"seq"`
	At      time.Time         `json:"at"`
	By      string            `json:"by,omitempty"`
	Session string            `json:"session,omitempty"`
	Device  string            `json:"device,omitempty"`
	Action  string            `json:"action"`
	Object  string            `json:"object,omitempty"`
	Details map[string]string `json:"details,omitempty"`
	Hash    string            `json:"hash"`
}

type auditOutput struct {
	Body struct {
		Entries []auditEntry      `json:"entries" nullable:"false"`
		Next    int64             `json:"next" doc:"before of the next page, 0 at the end"`
		Names   map[string]string `json:"names" doc:"of the people in these entries, by id"`
	}
}

type auditCheckOutput struct {
	Body struct {
		Intact   bool   `json:"intact"`
		Entries  int64  `json:"entries" doc:"intact ones, from the first on"`
		BrokenAt int64  `json:"brokenAt" doc:"number of the first entry that is missing or changed, 0 if none"`
		Head     string `json:"head" doc:"hash of the last intact entry: noted elsewhere, it proves the log later"`
	}
}

func (s *Server) auditRoutes() {
	add(s, Route{Method: "GET", Path: "/api/audit", ID: "readAudit", Summary: "The audit log, newest first", Who: Those(account.ReadAudit)}, s.readAudit)
	add(s, Route{Method: "GET", Path: "/api/audit/check", ID: "checkAudit", Summary: "Whether the audit log is whole", Who: Those(account.ReadAudit), Deadline: time.Minute}, s.checkAudit)
}

func (s *Server) readAudit(ctx context.Context, in *auditInput) (*auditOutput, error) {
	page, err := s.use.Access.Audit(ctx, userFrom(ctx), in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &auditOutput{}
	out.Body.Entries, out.Body.Next, out.Body.Names = []auditEntry{}, page.Next, map[string]string{}
	var ids []string
	for _, e := range page.Entries {
		out.Body.Entries = append(out.Body.Entries, auditEntry{e.Seq, e.At, e.By, e.Session, e.Device, e.Action, e.Object, e.Details, e.Hash})
		for _, id := range []string{e.By, e.Object} {
			if _, seen := out.Body.Names[id]; id != "" && !seen {
				out.Body.Names[id] = ""
				ids = append(ids, id)
			}
		}
	}
	known, err := s.use.Access.Lookup(ctx, ids...)
	for _, id := range ids {
		if p, ok := known[id]; ok {
			out.Body.Names[id] = p.Name
		} else {
			delete(out.Body.Names, id)
		}
	}
	return out, err
}

func (s *Server) checkAudit(ctx context.Context, _ *struct{}) (*auditCheckOutput, error) {
	c, err := s.use.Access.Verify(ctx, userFrom(ctx))
	if err != nil {
		return nil, err
	}
	out := &auditCheckOutput{}
	out.Body.Intact, out.Body.Entries, out.Body.BrokenAt, out.Body.Head = c.Broken == 0, c.Entries, c.Broken, c.Head
	return out, nil
}
