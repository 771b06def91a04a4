/**
 * Hints: what a user may wish of the library, and what is in force.
 *
 * <p>{@link io.jromio.hints.RomioHints}, {@link io.jromio.hints.DfsHints} and {@link
 * io.jromio.hints.JromioHints} hold one constant per hint. A file is opened like this:
 *
 * <pre>{@code
 * HintResolver resolver = new HintResolver();
 * HintFile file = resolver.readFile();               // on rank 0; file.encode() goes to the others
 * Hints hints = HintResolver.resolve(info, file);    // on every rank
 * byte[] same = hints.encode();                      // compare over the ranks; difference names what
 * hints = hints.with(RomioHints.CB_NODES, 2L);       // what turned out
 * if (resolver.printsHints()) {
 *   System.out.print(HintPrinter.format(hints));     // on rank 0
 * }
 * }</pre>
 *
 * <p>Nothing here knows ranks or files, and a hint never makes a call fail: what cannot be read is
 * left out and named in {@link io.jromio.hints.Hints#rejected}.
 */
@NullMarked
package io.jromio.hints;

import org.jspecify.annotations.NullMarked;
