package push

import (
	"io"
	"net/http"
	"time"
)

// What the tests of the border need.
var CheckAddress = checkAddress

const Patience = patience

func NewWebSender(contact string, patience time.Duration) Sender {
	return newWebSender(contact, patience)
}

func MakeKey(now time.Time, _ io.Reader) (Key, error) {
	return (&Push{o: Options{Now: func() time.Time { return now }}}).newKey()
}

// Reaches is the host that net/http would connect to for an endpoint that is
// allowed.
func Reaches(p *Push, endpoint string) (host string, ok bool) {
	if _, err := p.allowed.service(endpoint); err != nil {
		return "", false
	}
	req, err := http.NewRequest(http.MethodPost, endpoint, nil)
	if err != nil {
		return "", false
	}
	return req.URL.Hostname(), true
}

// NewDeafSender encrypts and signs as ever; what it sends goes nowhere and is taken.
func NewDeafSender() Sender { return NewSenderOn(&http.Client{Transport: deafTransport{}}) }

// NewSenderOn sends over client.
func NewSenderOn(client *http.Client) Sender {
	return &webSender{contact: "a@b.example", guarded: client, trusted: client}
}

type deafTransport struct{}

func (deafTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusCreated, Body: http.NoBody, Request: r}, nil
}
