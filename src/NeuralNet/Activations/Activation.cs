namespace NeuralNet;

/// <summary>
/// A function applied to a layer's outputs. The ready-made ones are static properties (<see cref="ReLU"/>), and Keras's names
/// convert implicitly (<c>"relu"</c>). To write one, derive and implement <see cref="Forward"/> and <see cref="Backward"/>;
/// an activation keeps no state and is shared freely.
/// </summary>
public abstract class Activation : IConfigurable
{
    /// <summary>The function's name in Keras, such as <c>relu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>f(x) = x.</summary>
    public static Activation Linear { get; } = new LinearActivation();

    /// <summary>σ(x) = 1 / (1 + e⁻ˣ), between 0 and 1.</summary>
    public static Activation Sigmoid { get; } = new SigmoidActivation();

    /// <summary>tanh(x), between −1 and 1.</summary>
    public static Activation Tanh { get; } = new TanhActivation();

    /// <summary>max(x, 0). Its derivative at 0 is taken as 0.</summary>
    public static Activation ReLU { get; } = new ReLUActivation();

    /// <summary>softmax(x)ᵢ = eˣⁱ / Σⱼ eˣʲ over the last axis: positive values that sum to 1.</summary>
    public static Activation Softmax { get; } = new SoftmaxActivation();

    /// <summary>1 where x ≥ 0, else 0: the threshold neuron. It cannot be trained by gradient descent: its derivative is 0.</summary>
    public static Activation Step { get; } = new StepActivation();

    /// <summary>The activations that can be made by name.</summary>
    internal static Registry<Activation> Known { get; } = ActivationRegistry.Create();

    /// <summary>Whether <see cref="Backward"/> reads the input; if false, only the output need be kept from forward to backward.</summary>
    protected internal virtual bool NeedsInput => false;

    /// <summary>Whether gradient descent can train what lies before this function.</summary>
    protected internal virtual bool IsDifferentiable => true;

    string IConfigurable.ClassName => Name;

    bool IConfigurable.IsFunction => true;

    /// <summary>Finds an activation by Keras's name.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public static implicit operator Activation(string name) => Known.Create(name, nameof(name));

    /// <summary>y = f(x) for rows that lie one behind the other. The two spans have one length and may be the same memory.</summary>
    /// <param name="input">x, whole rows.</param>
    /// <param name="output">Receives y.</param>
    /// <param name="rowLength">The length of a row (the last axis), for functions of a whole row such as softmax.</param>
    protected internal abstract void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength);

    /// <summary>Turns the gradient with respect to y into the one with respect to x, in place: dx = dy·f′(x).</summary>
    /// <param name="input">x; equal to <paramref name="output"/> unless <see cref="NeedsInput"/>.</param>
    /// <param name="output">y = f(x).</param>
    /// <param name="gradient">On entry dL/dy, on return dL/dx.</param>
    /// <param name="rowLength">The length of a row (the last axis).</param>
    protected internal abstract void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength);

    /// <summary>Writes the settings that make this function again; none unless overridden.</summary>
    protected internal virtual void WriteTo(Configuration configuration)
    {
    }

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
