namespace NeuralNet;

/// <summary>Another of the processes that train a model together has left the training because of an exception.</summary>
public sealed class RankFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="rank">The rank that has left.</param>
    /// <param name="reason">The message of its exception.</param>
    public RankFailedException(int rank, string reason)
        : base(FormattableString.Invariant($"Rank {rank} has left the training, so it cannot go on. There: {reason}")) => Rank = rank;

    /// <summary>The rank that has left, counted from 0.</summary>
    public int Rank { get; }
}
