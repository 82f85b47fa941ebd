namespace NeuralNet.Explainability;

/// <summary>The gradient of the outputs that a backward pass begins with.</summary>
internal static class OutputGradient
{
    /// <summary>Writes 1 for one output of each row and 0 for the others.</summary>
    public static void Choose(GradientPass pass, int output)
    {
        Tensor gradient = pass.OutputGradients[0];
        gradient.AsSpan().Clear();
        for (int row = 0; row < pass.BatchSize; row++)
            gradient.Row(row)[output] = 1;
    }
}
