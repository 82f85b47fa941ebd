namespace NeuralNet.Explainability;

/// <summary>
/// One output of a model and its gradient at some points. The points are written to the memory of a pass and the results are read there, so
/// that nothing is copied; Dispose gives the memory back to the model.
/// </summary>
internal readonly struct PointPass : IDisposable
{
    private readonly GradientPass pass;
    private readonly int output;

    /// <summary>Rents the memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">The number of the output.</param>
    /// <param name="row">The shape of a point.</param>
    /// <param name="points">The number of points.</param>
    public PointPass(Model model, int output, Shape row, int points)
    {
        pass = model.RentGradientPass([row.WithBatch(points)]);
        this.output = output;
    }

    /// <summary>The memory of the points, one behind the other.</summary>
    public Span<float> Points => pass.Inputs[0].AsSpan();

    /// <summary>The gradients at the points, one behind the other; may be overwritten.</summary>
    public Span<float> Gradients => pass.InputGradients[0].AsSpan();

    /// <summary>The number of points.</summary>
    public int Count => pass.BatchSize;

    /// <summary>Computes the output and its gradient at the points.</summary>
    public void Run()
    {
        pass.Forward();
        OutputGradient.Choose(pass, output);
        pass.Backward();
    }

    /// <summary>Returns the output at a point.</summary>
    /// <exception cref="InvalidOperationException">The output is not finite.</exception>
    public float Value(int point) => PredictionFunction.RequireFinite(pass.Outputs[0].Row(point)[output], output);

    public void Dispose() => pass.Dispose();
}
