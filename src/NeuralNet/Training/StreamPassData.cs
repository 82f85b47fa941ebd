namespace NeuralNet;

/// <summary>A data set that is read batch by batch.</summary>
/// <param name="stream">The batches.</param>
/// <param name="alignment">Converts a batch to the shapes of the graph.</param>
/// <param name="first">The first batch in these shapes.</param>
internal sealed class StreamPassData(BatchStream stream, BatchAlignment alignment, AlignedArrays first) : PassData
{
    public BatchStream Stream => stream;

    public BatchAlignment Alignment => alignment;

    public override AlignedArrays Example => first;

    public override int BatchSize => first.Rows;

    public override string Order => "as the data set gives them";

    public override Pass NewPass(Func<AlignedArrays, int, BatchBuffers> makeBuffers, Func<MetricTracker> newTracker, bool isShared) =>
        new StreamPass(this, makeBuffers, newTracker, isShared);

    public override void Dispose() => stream.Dispose();
}
