using System.Diagnostics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Decides whether a caller shares its work: where other programs hold the processors, a worker is interrupted in the middle of a part for
/// milliseconds, and the caller, which waits for that part, is slower than alone.
/// </summary>
/// <remarks>
/// A caller may wait for a tenth of the time. When the waits of the last tenth of a second exceed that fraction, the caller works alone for
/// ten times the time that it has waited, so that waits cost a tenth on a busy machine, and next to nothing on a machine that is busy for
/// moments. Only waits for interrupted workers count: a part that is merely long makes its caller wait for about the time of a part.
/// Times are in ticks of <see cref="Stopwatch"/>.
/// </remarks>
internal struct WaitBudget
{
    private const long MaxFraction = 10;
    private static readonly long Window = Stopwatch.Frequency / 10;
    private static readonly long MinInterruption = Stopwatch.Frequency / 10_000;

    private long sharingSince;
    private long waited;
    private long aloneUntil;

    /// <summary>Returns whether a caller works alone at this moment.</summary>
    public bool IsSpent(long now)
    {
        long until = Volatile.Read(ref aloneUntil);
        return until != 0 && now < until;
    }

    /// <summary>Returns whether a caller has to ask for the time: whether it has worked alone since it last shared its work.</summary>
    public bool MayBeSpent => Volatile.Read(ref aloneUntil) != 0;

    /// <summary>
    /// Notes the wait of a caller whose own parts have taken <paramref name="worked"/> ticks for <paramref name="parts"/> parts.
    /// </summary>
    public void Spend(long now, long wait, long worked, int parts)
    {
        Volatile.Write(ref aloneUntil, 0);
        if (now - sharingSince > Window)
        {
            waited = (long)((double)waited * (Window / 2) / (now - sharingSince));
            sharingSince = now - (Window / 2);
        }

        if (wait < MinInterruption || parts == 0 || wait < 2 * worked / parts)
            return;
        waited += wait;
        if (waited * MaxFraction <= now - sharingSince)
            return;
        sharingSince = now + (waited * MaxFraction);
        Volatile.Write(ref aloneUntil, sharingSince);
        waited = 0;
    }
}
