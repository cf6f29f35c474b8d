/* What has to happen at the moment of a signal, also while JavaScript computes: only calls that a signal handler may make. */
typedef void (*handler)(int);
struct time { long seconds, nanoseconds; };
extern handler signal(int, handler);
extern int clock_gettime(int, struct time *);
extern long write(int, const void *, unsigned long);
extern int tcgetattr(int, void *);
extern int tcsetattr(int, int, const void *);
extern void _exit(int);
extern int *ERRNO_LOCATION(void);

static handler next[64];
static char asked[256], ended[256];
static int asked_length, ended_length;
static long patience;
static volatile long first;
/* More than any struct termios. */
static long terminal_settings[64];
static int terminal = -1;

static long milliseconds(void) {
  struct time now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.seconds * 1000 + now.nanoseconds / 1000000;
}

static int is_first(long now) {
  if (first != 0) return 0;
  first = now;
  write(2, asked, asked_length);
  return 1;
}

static void heard(int number) {
  int before = *ERRNO_LOCATION();
  long now = milliseconds();
  if (!is_first(now) && now - first >= patience) {
    write(2, ended, ended_length);
    if (terminal >= 0) tcsetattr(terminal, 0, terminal_settings);
    _exit(128 + number);
  }
  if (next[number] != (handler)0 && next[number] != (handler)1) next[number](number);
  *ERRNO_LOCATION() = before;
}

static int copied(char *to, const char *from, int length) {
  if (length > 256) length = 256;
  for (int i = 0; i < length; i++) to[i] = from[i];
  return length;
}

void say_when_asked(const char *text, int length) { asked_length = copied(asked, text, length); }
void say_when_ended(const char *text, int length) { ended_length = copied(ended, text, length); }
void wait_for_second(int milliseconds) { patience = milliseconds; }

void remember_terminal(int file) { terminal = tcgetattr(file, terminal_settings) == 0 ? file : -1; }

/* Puts itself before the handler that is there, and hands on to it. Returns 0 when the system refuses. */
int hear_first(int number) {
  next[number] = signal(number, heard);
  if (next[number] != (handler)-1) return 1;
  next[number] = (handler)0;
  return 0;
}

/* Of a signal that came just before: nothing when one was heard. */
void hear_late(void) { is_first(milliseconds()); }

/* The signal ends the process again. */
void hear_no_more(int number) { signal(number, (handler)0); }
