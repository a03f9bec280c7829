// Package exchange is the server's side of sync/README.md, sections 2 to 4: it
// reads what a phone sends, makes each act durable before anything else, applies
// it to its slip exactly once, and answers what the phone may see now and does
// not have. It knows no database and no HTTP; it works on the small interfaces
// that it declares.
//
// It must not refuse a fact. What is not understood is held; what the server
// cannot do now is pending; a receipt always means durable.
package exchange
