package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

// AuditKept is how long the log is kept: long enough to look into what comes out
// late, and no longer than the recommendation for logs of access to personal data.
const AuditKept = 365 * 24 * time.Hour

// auditBase is where the chain begins now: the entries up to Through were removed,
// and the next one follows Hash. The entry audit.pruned, which is in the chain,
// says the same: a base that somebody made up is found out by Verify.
type auditBase struct {
	Through int64  `json:"through"`
	Hash    string `json:"hash"`
}

const (
	baseID      = "audit.base"
	pruned      = "audit.pruned"
	maxPruned   = 50_000 // a run ends; the next day's goes on
	detailUntil = "through"
	detailHash  = "hash"
)

func (b auditBase) details() map[string]string {
	return map[string]string{detailUntil: fmt.Sprint(b.Through), detailHash: b.Hash}
}

// says whether e is the entry that removed what lies before b.
func (b auditBase) says(e account.Entry) bool {
	return e.Action == pruned && e.Details[detailUntil] == fmt.Sprint(b.Through) && e.Details[detailHash] == b.Hash
}

// base is the zero auditBase while nothing was removed.
func (g *Gate) base(ctx context.Context) (b auditBase, version int64, err error) {
	b, version, err = load[auditBase](ctx, g.store, kindSetting, baseID)
	if notFound(err) {
		return auditBase{}, 0, nil
	}
	return b, version, err
}

// PruneAudit removes the entries older than AuditKept; the server calls it now
// and then. It writes what it is about to do into the log first, so that the rest
// still proves itself, and it removes nothing behind a place where the chain is
// broken: that is evidence. A crash in between is made good by the next call.
func (g *Gate) PruneAudit(ctx context.Context) error {
	was, version, err := g.base(ctx)
	if err != nil {
		return fmt.Errorf("prune audit log: %w", err)
	}
	next, err := g.outlived(ctx, was)
	if err != nil {
		return fmt.Errorf("prune audit log: %w", err)
	}
	if next != was {
		if err := g.Record(ctx, account.System, pruned, "", next.details()); err != nil {
			return err
		}
		err := g.rebase(ctx, next, version)
		if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrExists) {
			return nil // another server prunes
		}
		if err != nil {
			return fmt.Errorf("prune audit log: %w", err)
		}
	}
	return g.remove(ctx, next.Through)
}

// remove deletes the entries up to through, also those that an earlier run left.
func (g *Gate) remove(ctx context.Context, through int64) error {
	if through == 0 {
		return nil
	}
	done := errors.New("done")
	err := g.each(ctx, store.Query{Kind: kindAudit, Limit: 500, KeysOnly: true}, func(d store.Doc) error {
		if d.ID > account.AuditID(through) {
			return done
		}
		err := g.store.Delete(ctx, d.Kind, d.ID, d.Version)
		if notFound(err) {
			return nil
		}
		return err
	})
	if err != nil && !errors.Is(err, done) {
		return fmt.Errorf("prune audit log: %w", err)
	}
	return nil
}

// outlived walks from the beginning of the chain to the last entry that is to go.
func (g *Gate) outlived(ctx context.Context, from auditBase) (auditBase, error) {
	before := g.now().Add(-AuditKept)
	to := from
	for range maxPruned {
		e, _, err := load[account.Entry](ctx, g.store, kindAudit, account.AuditID(to.Through+1))
		if notFound(err) || err == nil && (!e.At.Before(before) || !e.Follows(to.Through, to.Hash)) {
			return to, nil
		}
		if err != nil {
			return from, err
		}
		to = auditBase{e.Seq, e.Hash}
	}
	return to, nil
}

// rebase keeps where the chain begins.
func (g *Gate) rebase(ctx context.Context, b auditBase, version int64) error {
	d, err := newDoc(kindSetting, baseID, version, g.now(), b, map[string]any{})
	if err != nil {
		return err
	}
	if version == 0 {
		return g.store.Insert(ctx, d)[0]
	}
	return g.store.Put(ctx, d)[0]
}
