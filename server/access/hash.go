package access

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"

	"github.com/portage-livraison/portage/server/fault"
)

// Cost is what one password costs to check.
type Cost struct {
	Time     uint32 // passes
	MemoryKB uint32
	Parallel int // checks at the same moment; others wait
	Waiting  int // how many may wait; more are told to come back
}

// DefaultCost is OWASP's argon2id setting for small machines: 19 MiB and two
// passes, some 30 ms; at most two at once, so that a burst of sign-ins cannot
// take the memory of the whole server.
var DefaultCost = Cost{Time: 2, MemoryKB: 19 << 10, Parallel: 2, Waiting: 32}

var errBusy = fault.New(fault.Unavailable, "session.busy", "many people sign in right now: try again in a moment").
	With(map[string]any{"seconds": 2})

// hasher makes and checks password hashes, a bounded number at a time.
type hasher struct {
	cost  Cost
	turn  chan struct{} // running
	queue chan struct{} // running or waiting
	dummy string        // a hash that nobody's password has
	salt  io.Reader
}

func newHasher(c Cost, random io.Reader) (*hasher, error) {
	if c == (Cost{}) {
		c = DefaultCost
	}
	h := &hasher{cost: c, salt: random,
		turn: make(chan struct{}, max(c.Parallel, 1)), queue: make(chan struct{}, max(c.Parallel, 1)+c.Waiting)}
	secret, err := newSecret(random)
	if err != nil {
		return nil, err
	}
	h.dummy, err = h.make(context.Background(), secret)
	return h, err
}

// make returns the stored form of a password.
func (h *hasher) make(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := io.ReadFull(h.salt, salt); err != nil {
		return "", fmt.Errorf("random: %w", err)
	}
	sum, err := h.sum(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.cost.MemoryKB, h.cost.Time,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// check says whether password is the one behind stored. With stored "" it takes
// the same time and says no.
func (h *hasher) check(ctx context.Context, password, stored string) (bool, error) {
	real := stored != ""
	if !real {
		stored = h.dummy
	}
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, fmt.Errorf("stored password is not readable")
	}
	var c Cost
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &c.MemoryKB, &c.Time); err != nil {
		return false, fmt.Errorf("stored password is not readable: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("stored password is not readable: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("stored password is not readable: %w", err)
	}
	sum, err := h.sum(ctx, password, salt, c)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, want) == 1 && real, nil
}

// sum waits for its turn, or gives up with ctx or when too many wait already.
func (h *hasher) sum(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	select {
	case h.queue <- struct{}{}:
		defer func() { <-h.queue }()
	default:
		return nil, errBusy
	}
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, c.Time, c.MemoryKB, 1, 32), nil
}
