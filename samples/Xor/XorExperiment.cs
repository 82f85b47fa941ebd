using NeuralNet;

/// <summary>A network with one hidden layer, and its settings for training on XOR.</summary>
internal sealed record XorExperiment(
    int HiddenUnits, Activation Hidden, Activation Output,
    Func<float, Optimizer> Optimizer, float LearningRate, Loss Loss, int BatchSize, int Epochs)
{
    private static readonly Tensor X = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    private static readonly Tensor Y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };

    /// <summary>Returns the number of the seeds 0, 1, 2, … for which training solves XOR.</summary>
    public int CountSolved(int seeds) => Enumerable.Range(0, seeds).Count(Solves);

    /// <summary>Trains with one seed and returns whether all four rounded outputs are correct.</summary>
    public bool Solves(int seed)
    {
        var model = new Sequential(2, seed).Dense(HiddenUnits, Hidden).Dense(1, Output);
        model.Compile(Optimizer(LearningRate), Loss);
        model.Fit(X, Y, BatchSize, Epochs, Verbosity.Silent);

        Tensor prediction = model.Predict(X);
        return Enumerable.Range(0, 4).All(row => MathF.Round(prediction[row, 0]) == Y[row, 0]);
    }
}
