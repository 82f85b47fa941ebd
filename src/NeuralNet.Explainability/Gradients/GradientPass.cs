namespace NeuralNet.Explainability;

/// <summary>
/// One output of the model and its gradient at some points. The points are written straight into the memory of a pass and all is
/// read there, so that nothing is copied; at the end the memory goes back to the model's pool.
/// </summary>
internal readonly struct GradientPass : IDisposable
{
    private readonly PlanPool pool;
    private readonly ExecutionPlan plan;
    private readonly int output;

    /// <param name="model">The model.</param>
    /// <param name="output">The number of the output.</param>
    /// <param name="row">The shape of a point.</param>
    /// <param name="points">The number of points.</param>
    public GradientPass(Model model, int output, Shape row, int points)
    {
        pool = model.GradientPlans();
        plan = pool.Graph.HasOpenAxes ? pool.Rent([row.WithBatch(points)]) : pool.Rent(points);
        this.output = output;
    }

    /// <summary>Where the points are written, one behind the other.</summary>
    public Span<float> Points => plan.Inputs[0].Data;

    /// <summary>The gradients at the points, one behind the other; may be spoiled.</summary>
    public Span<float> Gradients => plan.InputGradients[0]!.Data;

    /// <summary>How many points there are.</summary>
    public int Count => plan.BatchSize;

    /// <summary>Finds the output and its gradient at the points.</summary>
    public void Run()
    {
        plan.Forward();
        Span<float> outputGradient = plan.OutputGradients[0]!.Data;
        outputGradient.Clear();
        for (int i = output, outputs = outputGradient.Length / Count; i < outputGradient.Length; i += outputs)
            outputGradient[i] = 1;
        plan.Backward();
    }

    /// <summary>The output at a point.</summary>
    /// <exception cref="InvalidOperationException">The output is not finite.</exception>
    public float Value(int point)
    {
        ReadOnlySpan<float> values = plan.Outputs[0].Data;
        return Predictor.RequireFinite(values[point * (values.Length / Count) + output], output);
    }

    public void Dispose() => pool.Return(plan);
}
