namespace NeuralNet.Testing.Tests;

/// <summary>The rules that a <see cref="FaultyLayer"/> breaks.</summary>
public enum Fault
{
    /// <summary>No fault: y = scale·x.</summary>
    None,

    /// <summary>An output is not finite.</summary>
    Infinite,

    /// <summary>The forward pass throws an exception.</summary>
    Exception,

    /// <summary>The gradient of the input is twice the correct value.</summary>
    Gradient,

    /// <summary>The gradient of the parameter is added to the previous content.</summary>
    AddedGradient,

    /// <summary>A row depends on the first row of its batch.</summary>
    Rows,

    /// <summary>The layer counts its passes.</summary>
    Counter,

    /// <summary>The layer keeps a value of the pass in a field.</summary>
    Field,

    /// <summary>The layer changes its parameter in a training step though it is frozen.</summary>
    Freezing,

    /// <summary>The layer writes the gradient of the input without asking whether it is wanted.</summary>
    InputGradient,

    /// <summary>The layer writes the gradient of the parameter without asking whether it is wanted.</summary>
    ParameterGradient,

    /// <summary>The setting is not saved.</summary>
    Setting,

    /// <summary>The layer cannot be saved.</summary>
    Saving,
}

/// <summary>y = factor·scale·x, with one fault.</summary>
public sealed class FaultyLayer(Fault fault, float factor) : Layer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly int creator = Environment.CurrentManagedThreadId;
    private Parameter scale = null!;
    private int passes;
    private volatile float kept;
    private volatile bool isOverwritten;

    public static FaultyLayer From(Configuration configuration) =>
        new(Enum.Parse<Fault>(configuration.GetString("fault")!), configuration.GetSingle("factor", 1));

    public override string ClassName => "Faulty";

    protected override void Build(LayerBuilder builder) => scale = builder.AddParameter("scale", builder.InputShape[^1], new RandomNormal(1, 0.1f));

    protected override void Forward(Frame frame)
    {
        ReadOnlySpan<float> x = frame.Input.AsSpan(), weights = scale.Value.AsSpan();
        Span<float> y = frame.Output.AsSpan();
        if (fault == Fault.Exception)
            throw new DivideByZeroException();
        passes++;
        kept = x[0];
        if (fault == Fault.Field && Environment.CurrentManagedThreadId != creator)
            WaitForAnotherPass(x[0]);
        for (int i = 0; i < y.Length; i++)
            y[i] = factor * x[i] * weights[i % weights.Length] + Error(x, i);
        if (fault == Fault.Infinite)
            y[^1] = float.PositiveInfinity;
    }

    protected override void Backward(Frame frame)
    {
        ReadOnlySpan<float> x = frame.Input.AsSpan(), weights = scale.Value.AsSpan(), dy = frame.OutputGradient.AsSpan();
        if (fault == Fault.InputGradient)
            frame.InputGradient!.AsSpan().Clear();
        if (fault == Fault.ParameterGradient)
            frame.Gradient(scale)!.AsSpan().Clear();
        for (int i = 0; frame.InputGradient is { } dx && i < dy.Length; i++)
            dx.AsSpan()[i] = dy[i] * factor * weights[i % weights.Length] * (fault == Fault.Gradient ? 2 : 1);
        if (frame.Gradient(scale) is not { } gradient)
            return;
        if (fault != Fault.AddedGradient)
            gradient.AsSpan().Clear();
        for (int i = 0; i < dy.Length; i++)
            gradient.AsSpan()[i % weights.Length] += dy[i] * factor * x[i];
    }

    protected override void UpdateStatistics(Frame frame)
    {
        if (fault == Fault.Freezing)
            scale.Value.AsSpan()[0] += 1;
    }

    protected override void WriteTo(Configuration configuration)
    {
        if (fault == Fault.Saving)
            throw new NotSupportedException("The setting has no text.");
        configuration.Set("fault", fault.ToString());
        if (fault != Fault.Setting)
            configuration.Set("factor", factor);
    }

    /// <summary>Waits until a pass on another thread has overwritten the field: the fault shows however threads are scheduled.</summary>
    private void WaitForAnotherPass(float own)
    {
        SpinWait.SpinUntil(() => kept != own || isOverwritten, Patience);
        isOverwritten = true;
    }

    private float Error(ReadOnlySpan<float> x, int i) => fault switch
    {
        Fault.Rows => x[0] - x[i / scale.Value.Length * scale.Value.Length],
        Fault.Counter => passes,
        Fault.Field => kept - x[0],
        _ => 0,
    };
}
