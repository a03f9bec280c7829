package counter

import (
	"sync"
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// ErrTooMany is told to whoever tried too many wrong codes, whatever code they
// try now, so that its coming tells nothing.
var ErrTooMany = fault.New(fault.Throttled, "slipcode.throttled", "too many wrong codes: wait a little")

const (
	guessWindow = 10 * time.Minute
	perPeer     = 20  // wrong codes of one address in a window: a shop that mistypes, never a machine
	perTown     = 600 // wrong short codes of everybody: many machines. The QR's secret stays usable.
	maxPeers    = 20_000
)

// guesses counts wrong codes. It lives in memory: after a restart the count
// starts again, which gives a guesser some dozen tries at 3.4 thousand million.
type guesses struct {
	mu    sync.Mutex
	peers map[string]*tally
	town  tally
}

type tally struct {
	since time.Time
	n     int
}

func newGuesses() *guesses { return &guesses{peers: map[string]*tally{}} }

func (t *tally) at(now time.Time) *tally {
	if now.Sub(t.since) >= guessWindow || now.Before(t.since) {
		*t = tally{since: now}
	}
	return t
}

// may refuses a try of a peer, or of a short code, when too many were wrong.
func (g *guesses) may(peer string, short bool, now time.Time) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, t := range []struct {
		*tally
		most int
		is   bool
	}{{g.peers[peer], perPeer, true}, {&g.town, perTown, short}} {
		if t.tally == nil || !t.is || t.at(now).n < t.most {
			continue
		}
		return ErrTooMany.With(map[string]any{"seconds": int(t.since.Add(guessWindow).Sub(now).Seconds()) + 1})
	}
	return nil
}

// wrong counts a code that is nobody's.
func (g *guesses) wrong(peer string, short bool, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.peers[peer] == nil {
		g.makeRoom(now)
		g.peers[peer] = &tally{since: now}
	}
	g.peers[peer].at(now).n++
	if short {
		g.town.at(now).n++
	}
}

// makeRoom drops what has ended and, if that is not enough, any half.
func (g *guesses) makeRoom(now time.Time) {
	if len(g.peers) < maxPeers {
		return
	}
	for k, t := range g.peers {
		if now.Sub(t.since) >= guessWindow {
			delete(g.peers, k)
		}
	}
	for k := range g.peers {
		if len(g.peers) <= maxPeers/2 {
			return
		}
		delete(g.peers, k)
	}
}
