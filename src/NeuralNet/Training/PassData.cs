namespace NeuralNet;

/// <summary>Data that fit a model: what a pass goes through.</summary>
internal abstract class PassData : IDisposable
{
    /// <summary>Tensors of the shapes of the data: all of them, or the first batch.</summary>
    public abstract AlignedArrays Example { get; }

    /// <summary>The number of samples of a batch; the last may have fewer.</summary>
    public abstract int BatchSize { get; }

    /// <summary>The order of the samples, in words.</summary>
    public abstract string Order { get; }

    /// <summary>Makes a pass.</summary>
    /// <param name="makeBuffers">Takes the memory for so many rows of data of these shapes.</param>
    /// <param name="newTracker">Makes figures of the pass.</param>
    /// <param name="isShared">Whether several processes share the batches.</param>
    public abstract Pass NewPass(Func<AlignedArrays, int, BatchBuffers> makeBuffers, Func<MetricTracker> newTracker, bool isShared);

    public virtual void Dispose()
    {
    }
}
