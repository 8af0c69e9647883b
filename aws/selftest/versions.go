package selftest

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

func (l *lab) publishTwice(ctx context.Context) (err error) {
	if l.first, err = l.publish(ctx); err != nil {
		return err
	}
	again, err := l.publish(ctx)
	if err != nil {
		return err
	}
	l.told("Publishing the same code again makes no new version", holds(again == l.first), "version %s, and then %s", l.first, again)
	return nil
}

// publishOther names code that $LATEST is not.
func (l *lab) publishOther(ctx context.Context) error {
	_, err := l.Lambda.PublishVersion(ctx, &lambda.PublishVersionInput{
		FunctionName: &l.Name, CodeSha256: aws.String("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), // of nothing
	})
	return l.refused("A publish that names other code than $LATEST's is refused", "InvalidParameterValueException", err)
}

func (l *lab) publishSecond(ctx context.Context) error {
	code, err := archive(bad)
	if err != nil {
		return err
	}
	if _, err := l.Lambda.UpdateFunctionCode(ctx, &lambda.UpdateFunctionCodeInput{FunctionName: &l.Name, ZipFile: code}); err != nil {
		return fmt.Errorf("change the code: %w", err)
	}
	if err := l.ready(ctx, "$LATEST"); err != nil {
		return err
	}
	if l.second, err = l.publish(ctx); err == nil && l.second == l.first {
		return fmt.Errorf("publish a second version: other code became version %s again", l.first)
	}
	return err
}

// otherRole tries to split live between versions of two roles.
func (l *lab) otherRole(ctx context.Context) error {
	const says = "A split between versions of different roles is refused"
	if l.SecondRole == "" {
		l.told(says, Unknown, "it needs --second-role")
		return nil
	}
	if _, err := l.Lambda.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: &l.Name, Role: &l.SecondRole}); err != nil {
		return fmt.Errorf("give it the second role: %w", err)
	}
	if err := l.ready(ctx, "$LATEST"); err != nil {
		return err
	}
	third, err := l.publish(ctx)
	if err != nil {
		return err
	}
	_, err = l.write(ctx, l.first, map[string]float64{third: 0.1}, "")
	return l.refused(says, "InvalidParameterValueException", err)
}
