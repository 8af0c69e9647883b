package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// oneLine writes an expression on one line, without its comments. Items that only the ends
// of their lines kept apart get commas between them.
func oneLine(text string) string {
	tokens, _ := hclsyntax.LexExpression([]byte(text), "", hcl.InitialPos) // it was parsed before
	var out strings.Builder
	comma, ended, last := false, false, hclsyntax.TokenNil
	for _, t := range tokens {
		switch t.Type { //nolint:exhaustive // the rest is written as it is
		case hclsyntax.TokenEOF:
			continue
		case hclsyntax.TokenComma:
			comma = true
			continue
		case hclsyntax.TokenNewline, hclsyntax.TokenComment:
			ended = ended || strings.HasSuffix(string(t.Bytes), "\n")
			continue
		}
		if (comma || ended && !opens(last)) && !closes(t.Type) {
			out.WriteString(",")
		}
		if out.Len() > 0 && (comma || ended || spaced(text, t)) && !tight(last, t.Type) {
			out.WriteString(" ")
		}
		out.Write(t.Bytes)
		comma, ended, last = false, false, t.Type
	}
	return out.String()
}

func spaced(text string, t hclsyntax.Token) bool {
	from := t.Range.Start.Byte
	return from > 0 && strings.ContainsRune(" \t", rune(text[from-1]))
}

func opens(t hclsyntax.TokenType) bool {
	return t == hclsyntax.TokenOBrace || t == hclsyntax.TokenOBrack || t == hclsyntax.TokenOParen
}

func closes(t hclsyntax.TokenType) bool {
	return t == hclsyntax.TokenCBrace || t == hclsyntax.TokenCBrack || t == hclsyntax.TokenCParen
}

// tight says that nothing stands between two.
func tight(before, after hclsyntax.TokenType) bool {
	return before == hclsyntax.TokenOParen || after == hclsyntax.TokenCParen || before == hclsyntax.TokenOBrack || after == hclsyntax.TokenCBrack
}
