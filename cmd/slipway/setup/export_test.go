package setup

// What the estimate is made of, for tests.
const (
	Priced       = priced
	BotPrice     = botPrice
	ImagePrice   = imagePrice
	SecretsPrice = secretsPrice
	ACLPrice     = aclPrice
	ServicePrice = servicePrice
)
