/** What the demonstration's vocabulary is trained on, and so what its model can say. */
export const DEMO_TEXT = `a plan says which kernel runs when and on how many parts of the chip and what it waits for
a step takes one token of each request and some of the prompts while the memory is read the cores compute
the batch is cut in two so that one half can use the network while the other half uses the memory
every request waits in the queue until there is room for its pages then it runs until it ends
the scheduler chooses a program for the next step and the engine carries it out
small models can only make up words but they show how the whole system works
power clock time work load page cache layer model server client stream answer question number
day night sun moon sea river tree stone bird fish house road light water fire wind
good new long short fast slow warm cold old young high low near far left right
we you they she he it go come see hear think know make give take find keep tell ask try
never always often soon today here there now again still just only very well yes no not
because if but or with without under over between after before during against about from to at by in`;
