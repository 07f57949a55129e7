// Package output is the one writer of the site.
package output
