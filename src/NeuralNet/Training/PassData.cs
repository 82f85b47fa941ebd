namespace NeuralNet;

/// <summary>The data of a pass, in the shapes of a model.</summary>
internal abstract class PassData : IDisposable
{
    /// <summary>Tensors with the shapes of the data: all data, or the first batch.</summary>
    public abstract AlignedArrays Example { get; }

    /// <summary>The number of samples of a batch; the last may have fewer.</summary>
    public abstract int BatchSize { get; }

    /// <summary>The description of the order of the samples.</summary>
    public abstract string Order { get; }

    /// <summary>Creates a pass.</summary>
    /// <param name="makeBuffers">Allocates the memory for a number of rows of data of these shapes.</param>
    /// <param name="newTracker">Creates the figures of the pass.</param>
    /// <param name="isShared">Whether several processes share the batches.</param>
    public abstract Pass NewPass(Func<AlignedArrays, int, BatchBuffers> makeBuffers, Func<MetricTracker> newTracker, bool isShared);

    public virtual void Dispose()
    {
    }
}
