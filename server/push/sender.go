package push

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"
)

// Message is one encrypted delivery to one browser.
type Message struct {
	Endpoint     string
	P256dh, Auth string // the browser's keys
	Key          Key    // ours
	Body         []byte
	TTL          time.Duration
	Urgency      string
	Topic        string // a newer message of the same topic replaces a waiting one
	Trusted      bool   // of a configured origin
}

// Answer is what a push service said.
type Answer struct {
	Status int
	After  time.Duration // how long to keep silent, 0 when it did not say
}

// Sender carries one message to its push service. An error means that there was
// no answer.
type Sender interface {
	Send(ctx context.Context, m Message) (Answer, error)
}

// webSender is web push, RFC 8030, 8291 and 8292.
type webSender struct {
	contact          string
	guarded, trusted *http.Client
}

func newWebSender(contact string, patience time.Duration) *webSender {
	// The library puts mailto: in front of what is no https address.
	return &webSender{contact: strings.TrimPrefix(contact, "mailto:"), guarded: newClient(true, patience), trusted: newClient(false, patience)}
}

// Send never returns an error that holds the endpoint: whoever knows it could
// flood the phone.
func (s *webSender) Send(ctx context.Context, m Message) (Answer, error) {
	client := s.guarded
	if m.Trusted {
		client = s.trusted
	}
	res, err := webpush.SendNotificationWithContext(ctx, m.Body,
		&webpush.Subscription{Endpoint: m.Endpoint, Keys: webpush.Keys{P256dh: m.P256dh, Auth: m.Auth}},
		&webpush.Options{HTTPClient: client, Subscriber: s.contact, Topic: m.Topic, TTL: int(m.TTL.Seconds()),
			Urgency: webpush.Urgency(m.Urgency), VAPIDPublicKey: m.Key.Public, VAPIDPrivateKey: m.Key.Private})
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err
		}
		return Answer{}, fmt.Errorf("push service: %w", err)
	}
	_, readErr := io.Copy(io.Discard, io.LimitReader(res.Body, 4<<10)) // so that the connection is used again
	return Answer{Status: res.StatusCode, After: retryAfter(res.Header.Get("Retry-After"), time.Now())}, errors.Join(readErr, res.Body.Close())
}

// retryAfter reads seconds or a date.
func retryAfter(header string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(header)); err == nil {
		return time.Duration(min(max(n, 0), 24*3600)) * time.Second
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), 24*time.Hour)
}

// verdict is what an answer means for the notice and its subscription.
type verdict int

const (
	accepted verdict = iota // the push service has it
	gone                    // this browser no longer listens
	refused                 // our key is not the one it subscribed with
	dropped                 // it will never be taken
	later                   // try again
	silence                 // try again, and leave the whole service alone meanwhile
)

// judge maps an answer. A redirect is dropped: following it could lead inside.
func judge(a Answer, err error) verdict {
	switch s := a.Status; {
	case errors.Is(err, errInside), errors.Is(err, webpush.ErrMaxPadExceeded):
		return dropped
	case s == 0:
		return later
	case s >= 200 && s < 300:
		return accepted
	case s == http.StatusNotFound || s == http.StatusGone:
		return gone
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return refused
	case s == http.StatusTooManyRequests:
		return silence
	case s >= 500 || s == http.StatusRequestTimeout:
		return later
	}
	return dropped
}
