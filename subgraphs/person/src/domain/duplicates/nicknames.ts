/** Forenames that stand for each other among speakers of English, one group a line. A name may be in several. Written for this project. */
const groups = `
alexander alex alec sandy xander sasha
alexandra alex sandra sandy lexi sasha
alfred alf alfie fred freddie
andrew andy drew
anne ann anna annie nan nancy hannah
anthony tony antony
arthur art artie
barbara barb babs barbie
benjamin ben benny benji
bridget bridie biddy
caroline carolyn carrie caro lina
catherine katherine kathryn cathy kathy kate katie kitty kat cate
charles charlie chas chuck
charlotte charlie lottie lotte
christine christina chris chrissie tina
christopher chris kit kris
daniel dan danny
david dave davey davie
deborah debra debbie deb
dorothy dot dottie dolly dora
edward ed eddie ted teddy ned
eleanor elinor ellie nell nellie nora
elizabeth elisabeth liz lizzie beth betty betsy eliza elsie libby lisa
emily em emmy millie
ethan eth
florence flo flora florrie
frances fran frankie fanny
francis frank frankie
frederick fred freddie
gabriel gabe
gabrielle gabriella gabby ella
geoffrey jeffrey geoff jeff
george georgie
gerald gerry jerry
gregory greg
harold harry hal
harriet hattie harry
helen ellen nell nellie
henry harry hal hank
isabella isabel isabelle bella izzy belle
jacob jake
jacqueline jackie jacqui
james jim jimmy jamie jem
jane janie jenny
jennifer jen jenny jenni
jessica jess jessie
joanna joanne jo
john jack johnny jon
jonathan jon jonny nathan
joseph joe joey
josephine jo josie
joshua josh
judith judy jude
kenneth ken kenny
lawrence laurence larry laurie
leonard len lenny leo
lillian lily lilian lil
louise lou louisa
lucas luke
margaret maggie meg peggy madge rita greta marge
martha marty mattie
mary molly polly maria marie may
matthew matt matty mat
megan meg meggie
michael mike mick mickey mikey
mitchell mitch
mohammed mohammad muhammad mohamed muhammed mo
nathaniel nathan nat nate
nicholas nick nicky nicolas
nicola nicky nikki nicole
oliver ollie olly
olivia liv livvy
pamela pam
patricia pat patty tricia trish
patrick pat paddy
peter pete
philip phillip phil pip
rachel rachael rach
raymond ray
rebecca becky becca
richard rick ricky dick rich richie
robert bob bobby rob robbie bert
ronald ron ronnie
rosemary rose rosie
samantha sam sammy
samuel sam sammy
sarah sara sally sadie
stephanie steph stevie
stephen steven steve stevie
susan sue suzie susie susanna
terence terry
teresa theresa terry tess tessa
theodore theo ted teddy
thomas tom tommy
timothy tim timmy
victoria vicky vikki tori
vincent vince vinny
virginia ginny
walter wally walt
william bill billy will willie liam
zachary zac zach zack
`;

const groupsOfName = new Map<string, readonly string[]>();
for (const line of groups.trim().split('\n')) {
  const names = line.split(' ');
  for (const name of names) groupsOfName.set(name, [...(groupsOfName.get(name) ?? []), names[0] ?? name]);
}

/** The groups that a folded forename is in, each named by its first name; none for a name without nicknames. */
export const nicknameGroups = (forename: string): readonly string[] => groupsOfName.get(forename) ?? [];
