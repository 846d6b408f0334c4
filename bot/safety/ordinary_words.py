"""Words that follow `my password is ...` without being the password."""

from __future__ import annotations

ORDINARY = frozenset(
    """
    a an the my our your his her their its this that these those some any no not never nothing none nor neither
    i im ive you youre we he she it they them me mine yours theirs who what when where which why how
    and or but so if then than because as at by for from in into of off on onto out over to too under up with
    within without about above after again against all almost already also always another anyway around
    before behind below beside both down each either else enough even ever every except far few first
    full here however just last late least less like long longer maybe more most much must near next
    now often once one only other others own perhaps please quite rather really same several should
    simply since somehow someone something sometimes soon still such there though through together
    twice two three four five six seven eight nine ten twelve until very was way well were will would yes yet
    am are be been being can cannot cant could couldnt did didnt do does doesnt dont done had has hasnt have havent
    is isnt arent may might shall shant wasnt werent wont wouldnt aint going gone get gets got goes go come comes
    came keep keeps kept let lets make makes made need needs put puts say says said see seem seems set sets
    show shows take takes taken told try tries want wants use uses work works know knows known think
    accepted acceptable active afterwards allowed bad banned blank blocked broken broke capital capitals case changed
    character characters classed coming compromised correct corrupt crap daft dead declined deleted
    denied different difficult digit digits disabled easy email empty encrypted error exactly expired fail
    failed failing fails false fine forgot forgotten fully garbage good great hacked hard hidden hopeless
    identical impossible inactive incorrect inside invalid invisible known letter letters locked login log
    lost missing mistyped mixed new nhs numbers number obsolete ok okay old online optional outdated perfect
    phone private probably problem public question refused reject rejected remembered required reset
    right rubbish safe saved saying secret secure sensitive separate short showing sorted spelled spelt stolen
    stored strong stuck supposed sure temporary terrible text true typed unavailable unchanged
    unknown unrecognised useless valid visible weak weird word words working worked written wrong yesterday today
    tomorrow tonight anymore apparently somewhere anywhere nowhere everywhere everything anything definitely
    annoying confusing app account accounts address again apps attempt attempts authentication authenticator autofill
    box boxes button change changes changing check checker code codes complexity confirm confirmation creation details
    entry expiry expire field fields form format generator guess help hint history info input issue issues keeper
    length link links list manager mismatch name names option options page pages pattern policy problems prompt
    protected protection protector query questions recovery recover reject reminder request requests requirement
    requirements resetting resets reuse rule rules screen screens security setting settings setup site storage
    strength support system thing thingy things thingummy time times trouble update updates user username vault
    website window screens message messages emails please pls thanks thank hello hi lol ffs omg wtf argh grr
    """.split()
)
