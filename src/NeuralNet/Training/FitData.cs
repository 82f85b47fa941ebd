namespace NeuralNet;

/// <summary>The data of a Fit, ready for the model, and the losses that they decide on.</summary>
internal sealed record FitData(PassData Training, PassData? Validation, IReadOnlyList<Loss> Losses) : IDisposable
{
    public void Dispose()
    {
        Training.Dispose();
        Validation?.Dispose();
    }
}
