package mongo

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// MongoDB's numbers for the errors that mean something to us.
const (
	codeOutOfDiskSpace       = 14031
	codeInvalidResumeToken   = 260
	codeChangeStreamFatal    = 280
	codeChangeHistoryLost    = 286
	codeUnauthorized         = 13
	codeAuthenticationFailed = 18
)

// ofWrite classifies the error of one write. What is neither a clear refusal nor
// a success is ErrUnknown: a write concern error, a lost connection, a timeout.
func ofWrite(err error) error {
	switch {
	case err == nil:
		return nil
	case mongo.IsDuplicateKeyError(err):
		return store.ErrExists
	case errors.Is(err, mongo.ErrClientDisconnected), errors.Is(err, topology.ErrTopologyClosed):
		return fmt.Errorf("%w: %w", store.ErrClosed, err)
	case hasCode(err, codeOutOfDiskSpace):
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	}
	return fmt.Errorf("%w: %w", store.ErrUnknown, err)
}

// ofRead classifies the error of a read.
func ofRead(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, mongo.ErrNoDocuments):
		return store.ErrNotFound
	case errors.Is(err, mongo.ErrClientDisconnected), errors.Is(err, topology.ErrTopologyClosed):
		return fmt.Errorf("%w: %w", store.ErrClosed, err)
	}
	return fmt.Errorf("mongo: read: %w", err)
}

// ofFeed classifies the error of a change stream.
func ofFeed(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case hasCode(err, codeInvalidResumeToken), hasCode(err, codeChangeStreamFatal), hasCode(err, codeChangeHistoryLost):
		return fmt.Errorf("%w: %w", store.ErrGap, err)
	case errors.Is(err, mongo.ErrClientDisconnected), errors.Is(err, topology.ErrTopologyClosed):
		return fmt.Errorf("%w: %w", store.ErrClosed, err)
	}
	return fmt.Errorf("mongo: change stream: %w", err)
}

func hasCode(err error, code int) bool {
	var s mongo.ServerError
	return errors.As(err, &s) && s.HasErrorCode(code)
}

// ofBatch spreads the outcome of an unordered insert of n documents.
func ofBatch(err error, n int) []error {
	errs := make([]error, n)
	var bulk mongo.BulkWriteException
	if !errors.As(err, &bulk) {
		for i := range errs {
			errs[i] = ofWrite(err)
		}
		return errs
	}
	if bulk.WriteConcernError != nil {
		for i := range errs {
			errs[i] = fmt.Errorf("%w: %w", store.ErrUnknown, err)
		}
	}
	for _, w := range bulk.WriteErrors {
		if w.Index < 0 || w.Index >= n {
			continue
		}
		errs[w.Index] = ofWrite(mongo.WriteException{WriteErrors: mongo.WriteErrors{w.WriteError}})
	}
	return errs
}

// The refusals of Open, for the person who starts the server. The cause goes to
// the log, never the URI: it may hold a password.

func badURI(cause error) error {
	return fault.New(fault.Invalid, "store.mongo_uri",
		"PORTAGE_MONGODB_URI cannot be read: write it as mongodb://host:27017/portage?replicaSet=name").Because(cause)
}

func standalone() error {
	return fault.New(fault.Invalid, "store.mongo_standalone",
		"the MongoDB server is not part of a replica set, so it can neither confirm writes by a majority nor report changes: "+
			"start mongod with --replSet portage and run rs.initiate() once, one member is enough")
}

func refused(cause error) error {
	if hasCode(cause, codeUnauthorized) || hasCode(cause, codeAuthenticationFailed) {
		return fault.New(fault.Invalid, "store.mongo_refused",
			"MongoDB refuses the user of PORTAGE_MONGODB_URI: check name, password and authSource, "+
				"and give the user the role readWrite on the database").Because(cause)
	}
	return fault.New(fault.Unavailable, "store.mongo_unreachable",
		"no MongoDB primary answers at PORTAGE_MONGODB_URI: check host, port and replicaSet, "+
			"and that the servers are up and reachable from here").Because(cause)
}
