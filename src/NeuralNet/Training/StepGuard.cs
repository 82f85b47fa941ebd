namespace NeuralNet;

/// <summary>
/// Detects predictions that overlap a training step, by a count that is odd while a step is made: a prediction reads it before and after,
/// so that predictions neither wait nor write. A sequence lock without the lock.
/// </summary>
/// <param name="modelName">The model's name, for the message.</param>
internal sealed class StepGuard(string modelName)
{
    private int count;

    public void BeginStep() => Interlocked.Increment(ref count);

    public void EndStep() => Interlocked.Increment(ref count);

    /// <summary>Begins a prediction.</summary>
    /// <returns>What <see cref="EndPrediction"/> takes.</returns>
    /// <exception cref="InvalidOperationException">A training step is being made.</exception>
    public int BeginPrediction()
    {
        int begun = Volatile.Read(ref count);
        return (begun & 1) == 0 ? begun : throw Overlap();
    }

    /// <summary>Ends a prediction.</summary>
    /// <exception cref="InvalidOperationException">A training step was begun meanwhile.</exception>
    public void EndPrediction(int begun)
    {
        Volatile.ReadBarrier();
        if (count != begun)
            throw Overlap();
    }

    private InvalidOperationException Overlap() => new(
        $"The model '{modelName}' made a training step during a prediction, which would be made of weights from before and after the step. Predict in a callback, which Fit calls between its steps, or after training; to predict on another thread meanwhile, load a saved copy of the model.");
}
