/** Whether the host of a URL is this machine, whose traffic nobody else reads. */
export function isLoopback(url: string): boolean {
  return /^http:\/\/(?:[^/]*\.)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/])/.test(url);
}
