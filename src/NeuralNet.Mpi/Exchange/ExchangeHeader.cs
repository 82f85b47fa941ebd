using System.Runtime.InteropServices;

namespace NeuralNet.Mpi;

/// <summary>
/// The beginning of every message: its receiver compares it with what it expects, so that processes that do different things end with an
/// exception instead of adding up different numbers.
/// </summary>
/// <param name="Kind">The kind of the exchange.</param>
/// <param name="Bucket">The index of the bucket in the step, for gradients; otherwise 0.</param>
/// <param name="Number">The number of the step, for gradients; otherwise of the exchange.</param>
/// <param name="Length">The number of bytes.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ExchangeHeader(ExchangeKind Kind, int Bucket, long Number, long Length)
{
    /// <summary>Returns a description for messages.</summary>
    public override string ToString() => Kind switch
    {
        ExchangeKind.Gather => FormattableString.Invariant($"collects {Length} bytes of each process (exchange {Number})"),
        ExchangeKind.Broadcast => FormattableString.Invariant($"copies {Length} bytes from rank 0 (exchange {Number})"),
        ExchangeKind.Parts or ExchangeKind.Sums =>
            FormattableString.Invariant($"sums bucket {Bucket} of the gradients of step {Number}, {Length / sizeof(float)} values"),
        _ => FormattableString.Invariant($"sends a message of an unknown kind, {(int)Kind}"),
    };
}

/// <summary>The kinds of exchanges. The numbers are a part of the messages.</summary>
internal enum ExchangeKind
{
    /// <summary>Bytes of each rank are sent to every rank.</summary>
    Gather = 1,

    /// <summary>Bytes of rank 0 are sent to every rank.</summary>
    Broadcast = 2,

    /// <summary>The first half of a sum: each rank receives its slice of the bucket of every rank.</summary>
    Parts = 3,

    /// <summary>The second half of a sum: each rank sends the sums of its slice to every rank.</summary>
    Sums = 4,
}
