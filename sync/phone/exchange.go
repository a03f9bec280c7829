package phone

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// The bounds of one request; sync/README.md, section 3.
const (
	maxActs = 50
	maxBody = 256 << 10
	room    = 8 << 10 // left for the envelope
)

// How long a phone waits after a failure: doubled each time.
const (
	firstPause = time.Second
	lastPause  = 5 * time.Minute
)

// What an exchange can fail with, beside errors of the line.
var (
	ErrSignIn  = errors.New("phone: the server does not know this phone")
	ErrLater   = errors.New("phone: not now")
	ErrTooBig  = errors.New("phone: the batch is too large")
	ErrRefused = errors.New("phone: the server cannot read the request")
	ErrForeign = errors.New("phone: this is not our server's answer")
)

// Report is what an exchange brought about.
type Report struct {
	Receipts []Receipt
	Access   string
	High     int64
	Holes    [][2]int64
	Put      []Doc
	Gone     []string
	More     bool
	Upgrade  bool
}

// Receipt is the server's word on one act.
type Receipt = receipt

type receipt struct {
	ID      string `json:"id"`
	Index   int    `json:"index"`
	Receipt string `json:"receipt"`
	Outcome string `json:"outcome"`
	Code    string `json:"code"`
}

type request struct {
	Proto  int               `json:"proto"`
	Device string            `json:"device"`
	Epoch  string            `json:"epoch"`
	App    string            `json:"app"`
	SentAt string            `json:"sentAt"`
	Issued int64             `json:"issued"`
	Acts   []json.RawMessage `json:"acts"`
	Have   map[string]int64  `json:"have"`
}

type answer struct {
	Proto    int        `json:"proto"`
	Access   string     `json:"access"`
	Receipts []receipt  `json:"receipts"`
	High     int64      `json:"high"`
	Holes    [][2]int64 `json:"holes"`
	Put      []Doc      `json:"put"`
	Gone     []string   `json:"gone"`
	More     bool       `json:"more"`
	Upgrade  bool       `json:"upgrade"`
}

// next is the batch to send: the oldest acts, by number and by bytes, one at
// least.
func (p *Phone) next(have int) []Act {
	size, n := have+room, 0
	for n < len(p.disk.Outbox) && n < p.batch {
		size += len(p.disk.Outbox[n].Raw) + 1
		if size > maxBody && n > 0 {
			break
		}
		n++
	}
	return slices.Clone(p.disk.Outbox[:n])
}

// Body is the request that the next Exchange makes, and the acts in it.
func (p *Phone) Body() ([]byte, []Act, error) {
	have, err := json.Marshal(p.disk.have())
	if err != nil {
		return nil, nil, err
	}
	batch := p.next(len(have))
	// Acts are spliced in as they were stored: a JSON writer would change bytes.
	head, err := json.Marshal(request{Proto: 1, Device: p.disk.Device, Epoch: p.disk.Epoch, App: p.o.App,
		SentAt: p.o.Now().Format(time.RFC3339Nano), Issued: p.disk.Seq, Acts: []json.RawMessage{}, Have: map[string]int64{}})
	if err != nil {
		return nil, nil, err
	}
	raws := make([][]byte, len(batch))
	for i, a := range batch {
		raws[i] = a.Raw
	}
	head = bytes.TrimSuffix(head, []byte(`[],"have":{}}`))
	return slices.Concat(head, []byte("["), bytes.Join(raws, []byte(",")), []byte(`],"have":`), have, []byte("}")), batch, nil
}

// Exchange makes one request and takes its answer over. Only a 200 that has
// proto and receipts removes anything. After an error Pause says how long the
// phone would wait.
func (p *Phone) Exchange(ctx context.Context) (Report, error) {
	if p.diesAt(BeforeSend) {
		return Report{}, ErrCrashed
	}
	body, batch, err := p.Body()
	if err != nil {
		return Report{}, err
	}
	a, err := p.post(ctx, body)
	if p.diesAt(BeforeSettle) {
		return Report{}, ErrCrashed
	}
	if err != nil {
		p.failed(err, batch)
		return Report{}, err
	}
	p.fails, p.pause, p.batch = 0, 0, p.o.Batch
	p.disk.settle(batch, a, p.o.Now())
	if a.Access == "revoked" && len(p.disk.Outbox) == 0 {
		p.disk.Docs = map[string]Doc{} // what can be read goes; what was sent stays
	}
	return Report{a.Receipts, a.Access, a.High, a.Holes, a.Put, a.Gone, a.More, a.Upgrade}, nil
}

func (p *Phone) post(ctx context.Context, body []byte) (answer, error) {
	res, err := p.send(ctx, http.MethodPost, "/api/exchange", "application/json", body)
	if err != nil {
		return answer{}, err
	}
	raw, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil {
		return answer{}, fmt.Errorf("read the answer: %w", err)
	}
	switch res.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized:
		return answer{}, ErrSignIn
	case http.StatusRequestEntityTooLarge:
		return answer{}, ErrTooBig
	case http.StatusBadRequest, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return answer{}, fmt.Errorf("%w: %.200s", ErrRefused, raw)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		after, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		return answer{}, laterError{time.Duration(after) * time.Second}
	default:
		return answer{}, fmt.Errorf("%w: status %d", ErrForeign, res.StatusCode)
	}
	var seen map[string]json.RawMessage
	var a answer
	if json.Unmarshal(raw, &seen) != nil || json.Unmarshal(raw, &a) != nil || a.Proto < 1 || seen["receipts"] == nil {
		return answer{}, ErrForeign
	}
	return a, nil
}

// laterError is ErrLater with what the server asked for.
type laterError struct{ after time.Duration }

func (laterError) Error() string        { return ErrLater.Error() }
func (laterError) Is(target error) bool { return target == ErrLater }

func (p *Phone) send(ctx context.Context, method, path, kind string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, p.o.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		req.Header.Set("Content-Type", kind)
	}
	if p.disk.Device != "" {
		req.Header.Set("Authorization", "Portage "+p.disk.Device+"."+p.disk.Secret)
	}
	return p.o.HTTP.Do(req)
}

// failed draws the conclusions of sync/README.md, section 4.
func (p *Phone) failed(err error, batch []Act) {
	var later laterError
	switch {
	case errors.Is(err, ErrTooBig) && len(batch) > 1:
		p.batch = len(batch) / 2
		return
	case errors.Is(err, ErrRefused) && len(batch) > 1:
		p.batch = 1
		return
	case (errors.Is(err, ErrTooBig) || errors.Is(err, ErrRefused)) && len(batch) == 1:
		p.disk.Parked = append(p.disk.Parked, batch[0])
		p.disk.Outbox = p.disk.Outbox[1:]
		return
	case errors.As(err, &later) && later.after > 0:
		p.pause = later.after
		return
	}
	p.pause = min(firstPause<<min(p.fails, 20), lastPause)
	p.fails++
}

// Pause is how long the phone would wait before the next try, without the
// random part; 0 after a success.
func (p *Phone) Pause() time.Duration { return p.pause }

// Drain exchanges until nothing waits and the server has nothing more. The first
// error that a smaller batch does not mend ends it.
func (p *Phone) Drain(ctx context.Context) error {
	for range 10 + 2*len(p.disk.Outbox) + len(p.disk.Sent) {
		r, err := p.Exchange(ctx)
		switch {
		case errors.Is(err, ErrTooBig), errors.Is(err, ErrRefused) && len(p.disk.Outbox) > 0:
			continue
		case err != nil:
			return err
		case len(p.disk.Outbox) == 0 && !r.More:
			return nil
		}
	}
	return fmt.Errorf("phone: %d acts wait after many exchanges", len(p.disk.Outbox))
}
