namespace NeuralNet;

/// <summary>The data of a Fit in the shapes of the model, and the losses, resolved for these data.</summary>
internal sealed record FitData(PassData Training, PassData? Validation, IReadOnlyList<Loss> Losses) : IDisposable
{
    public void Dispose()
    {
        Training.Dispose();
        Validation?.Dispose();
    }
}
