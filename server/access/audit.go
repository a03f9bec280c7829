package access

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// The bounds of what an audit entry says.
const (
	maxWord    = 64
	maxDetails = 12
)

// Record appends one act to the audit log. Action is noun.verb; object is an id;
// details hold ids, counts and codes, never names, tokens or what people typed
// freely. Every value is cleaned and shortened. It returns once the entry is durable.
func (g *Gate) Record(ctx context.Context, who account.User, action, object string, details map[string]string) error {
	e := account.Entry{By: clean(who.ID), Session: clean(who.Session), Device: clean(who.Device),
		Action: clean(action), Object: clean(object)}
	for k, v := range details {
		if len(e.Details) == maxDetails {
			break
		}
		if e.Details == nil {
			e.Details = map[string]string{}
		}
		e.Details[clean(k)] = clean(v)
	}
	e.At = stamp(g.now())
	if err := g.log.append(ctx, e); err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	return nil
}

// RecordRefusal is Record for a request that was refused. A peer who is refused
// all the time fills the log only up to a bound a minute; it reports whether
// the entry was written.
func (g *Gate) RecordRefusal(ctx context.Context, peer Peer, who account.User, action, object string, details map[string]string) (bool, error) {
	if g.limits.refusal.take(peer.Address, g.now()) != nil {
		return false, nil
	}
	return true, g.Record(ctx, who, action, object, details)
}

func clean(s string) string { return account.CleanWord(s, maxWord) }

// AuditPage is a part of the log, newest first; Next is 0 at the end.
type AuditPage struct {
	Entries []account.Entry
	Next    int64
}

// Audit reads up to limit entries older than before (0: from the newest on).
// Reading is itself an entry.
func (g *Gate) Audit(ctx context.Context, who account.User, before int64, limit int) (AuditPage, error) {
	if err := who.Need(account.ReadAudit); err != nil {
		return AuditPage{}, err
	}
	if limit < 1 || limit > 200 || before < 0 {
		return AuditPage{}, fault.New(fault.Invalid, "audit.page", "ask for 1 to 200 entries").On("limit")
	}
	head, _, err := g.log.head(ctx)
	if err != nil {
		return AuditPage{}, fmt.Errorf("read audit log: %w", err)
	}
	from := head
	if before > 0 {
		from = min(head, before-1)
	}
	if err := g.Record(ctx, who, "audit.read", "", map[string]string{"from": fmt.Sprint(from)}); err != nil {
		return AuditPage{}, err
	}
	begin, _, err := g.base(ctx)
	if err != nil {
		return AuditPage{}, fmt.Errorf("read audit log: %w", err)
	}
	var page AuditPage
	for seq := from; seq > begin.Through && len(page.Entries) < limit; seq-- {
		e, _, err := load[account.Entry](ctx, g.store, kindAudit, account.AuditID(seq))
		if notFound(err) {
			continue // a hole: Verify names it
		}
		if err != nil {
			return AuditPage{}, fmt.Errorf("read audit log: %w", err)
		}
		page.Entries, page.Next = append(page.Entries, e), seq
	}
	if page.Next <= begin.Through+1 {
		page.Next = 0
	}
	return page, nil
}

// AuditCheck is what a walk along the whole chain found.
type AuditCheck struct {
	Entries int64  // intact ones, from the first that is kept on
	Broken  int64  // number of the first entry that is missing or changed, 0 if none
	Head    string // hash of the last intact entry: noted elsewhere, it proves the log later
}

// Verify walks the chain from the first entry that is kept. It finds an entry that
// was changed or taken out, also at the beginning by anybody but PruneAudit, and
// entries taken off the end since this process wrote them.
func (g *Gate) Verify(ctx context.Context, who account.User) (AuditCheck, error) {
	if err := who.Need(account.ReadAudit); err != nil {
		return AuditCheck{}, err
	}
	if err := g.Record(ctx, who, "audit.checked", "", nil); err != nil {
		return AuditCheck{}, err
	}
	expect, _ := g.log.known()
	begin, _, err := g.base(ctx)
	if err != nil {
		return AuditCheck{}, fmt.Errorf("check audit log: %w", err)
	}
	check, seq, said := AuditCheck{Head: begin.Hash}, begin.Through, begin.Through == 0
	stop := errors.New("broken")
	err = g.each(ctx, store.Query{Kind: kindAudit, Limit: 500}, func(d store.Doc) error {
		if d.ID <= account.AuditID(begin.Through) {
			return nil // on its way out
		}
		e, err := decode[account.Entry](d)
		if err != nil || d.ID != account.AuditID(seq+1) || !e.Follows(seq, check.Head) {
			check.Broken = seq + 1
			return stop
		}
		seq, check.Head, said = e.Seq, e.Hash, said || begin.says(e)
		check.Entries++
		return nil
	})
	if err != nil && !errors.Is(err, stop) {
		return AuditCheck{}, fmt.Errorf("check audit log: %w", err)
	}
	switch {
	case check.Broken != 0:
	case seq < expect:
		check.Broken = seq + 1
	case !said: // nobody noted that what lies before was removed
		check.Broken = begin.Through
	}
	return check, nil
}

// chain appends to the log: one document an entry, its number the id, so that
// the store itself lets only one process write each number.
type chain struct {
	store store.Store

	mu   sync.Mutex
	read bool // seq and hash hold the last entry that this process saw
	seq  int64
	hash string
}

// known is the last entry that this process saw.
func (c *chain) known() (int64, string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seq, c.hash
}

// head is the last entry of the log.
func (c *chain) head(ctx context.Context) (int64, string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.catchUp(ctx)
	return c.seq, c.hash, err
}

func (c *chain) append(ctx context.Context, e account.Entry) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.read {
		if err := c.catchUp(ctx); err != nil {
			return err
		}
	}
	for {
		next := e.Chained(c.seq, c.hash)
		d, err := newDoc(kindAudit, account.AuditID(next.Seq), 0, next.At, next, map[string]any{"by": next.By})
		err = insert(ctx, c.store, d, err)
		switch {
		case err == nil:
			c.seq, c.hash = next.Seq, next.Hash
			return nil
		case !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrUnknown):
			return err
		}
		// Another process took the number, or the store cannot say: look.
		there, _, err := load[account.Entry](ctx, c.store, kindAudit, d.ID)
		if notFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		c.seq, c.hash = there.Seq, there.Hash
		if there.Hash == next.Hash {
			return nil // it was written after all
		}
	}
}

// catchUp finds the newest entry. The caller holds mu.
func (c *chain) catchUp(ctx context.Context) error {
	page, err := c.store.Query(ctx, store.Query{Kind: kindAudit, Desc: true, Limit: 1})
	if err != nil {
		return err
	}
	if len(page.Docs) > 0 {
		e, err := decode[account.Entry](page.Docs[0])
		if err != nil {
			return err
		}
		if e.Seq > c.seq {
			c.seq, c.hash = e.Seq, e.Hash
		}
	}
	c.read = true
	return nil
}
