package httpapi

import "github.com/portage-livraison/portage/server/account"

// Whoever signed in or enrolled has notices of their own. A service worker holds
// no credential: the token of a notice, or the secret of the subscription that
// it replaces, is what it shows.
var pushRows = []row{
	{id: "getPush", roles: account.Roles},
	{id: "choosePush", roles: account.Roles},
	{id: "subscribePush", roles: account.Roles},
	{id: "unsubscribePush", roles: account.Roles},
	{id: "renewPush", open: true},
	{id: "seenPush", open: true},
	{id: "testPush", roles: account.Roles},
	{id: "listUnseen", roles: planRoles},
	{id: "listPushKeys", roles: adminRoles},
	{id: "rotatePush", roles: adminRoles},
}
