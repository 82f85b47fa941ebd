using System.Diagnostics.CodeAnalysis;

namespace NeuralNet;

/// <summary>
/// A function that is applied to a layer's outputs. Activations with default settings are static properties (<see cref="ReLU"/>), and
/// Keras's names convert implicitly (<c>"relu"</c>). A derived class implements <see cref="Forward"/> and <see cref="Backward"/>. An
/// activation has no state, so that layers can share it.
/// </summary>
public abstract partial class Activation : IConfigurable<Activation>
{
    // A limit of memory on the stack.
    private const int MaxStackRow = 256;

    /// <summary>The function's name in Keras, such as <c>relu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The activations that a name or a file can create.</summary>
    internal static Registry<Activation> Known { get; } = new Registry<Activation>("activation").AddAll();

    static Registry<Activation> IConfigurable<Activation>.Known => Known;

    /// <summary>
    /// Gets a value indicating whether <see cref="Backward"/> reads the input; true by default. An activation whose derivative follows from
    /// the output returns false, which saves the memory of the input.
    /// </summary>
    protected internal virtual bool NeedsInput => true;

    /// <summary>Gets a value indicating whether gradients pass through the function.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>
    /// Gets a value indicating whether each output is a function of the one input at its place; false, which stands for "not known", unless
    /// overridden. Explanations take the slope of such a function between two values, where they otherwise average its derivative over many
    /// points.
    /// </summary>
    public virtual bool IsElementwise => false;

    string IConfigurable.ClassName => Name;

    bool IConfigurable.IsFunction => true;

    /// <summary>Creates an activation from Keras's name; null gives null.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Activation?(string? name) => name is null ? null : Known.Create(name, nameof(name));

    /// <summary>Returns x·Φ(x), with Φ the distribution function of the standard normal distribution.</summary>
    /// <param name="approximate">
    /// A value indicating whether Φ is approximated by ½·(1 + tanh(√(2/π)·(x + 0.044715·x³))); false by default.
    /// </param>
    public static Activation GELU(bool approximate = false) => approximate ? new ApproximateGELUActivation() : new GELUActivation();

    /// <summary>Computes y = f(x) of a tensor, whose rows are its last axis.</summary>
    /// <param name="input">x, of any shape.</param>
    public Tensor Call(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = new Tensor(input.Shape);
        Call(input, output);
        return output;
    }

    /// <summary>Computes y = f(x) into a tensor, for layers that apply the function themselves, without allocating.</summary>
    /// <param name="input">x, whose rows are its last axis.</param>
    /// <param name="output">The tensor that receives y, of the shape of x, which may be x itself.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Call(Tensor input, Tensor output)
    {
        RequireShape(input, output, nameof(output));
        if (input.Length > 0)
            ActivationPass.Forward(this, input, null, output, input.Shape.Last);
    }

    /// <summary>
    /// Turns dL/dy into dL/dx = dL/dy·f′(x), in place, for layers that apply the function themselves, without allocating.
    /// </summary>
    /// <param name="input">x, as passed to <see cref="Call(Tensor, Tensor)"/>.</param>
    /// <param name="output">y = f(x).</param>
    /// <param name="gradient">On entry dL/dy, on return dL/dx.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Differentiate(Tensor input, Tensor output, Tensor gradient)
    {
        RequireShape(input, output, nameof(output));
        RequireShape(input, gradient, nameof(gradient));
        if (input.Length > 0)
            ActivationPass.Backward(this, input, output, gradient, input.Shape.Last);
    }

    /// <summary>Computes y = f(x) for consecutive rows. The two spans have the same length and may be the same memory.</summary>
    /// <param name="input">x, whole rows.</param>
    /// <param name="output">The span that receives y.</param>
    /// <param name="rowLength">The length of a row (the last axis), for functions of a whole row such as softmax.</param>
    protected internal abstract void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength);

    /// <summary>
    /// Computes y = f(x) in place for values that are stored column after column, each column with one value of each row, which lets
    /// vectors hold values of several rows.
    /// </summary>
    /// <param name="values">On entry x, on return y.</param>
    /// <param name="rows">The number of rows.</param>
    internal virtual void ForwardByColumns(Span<float> values, int rows)
    {
        if (IsElementwise)
        {
            Forward(values, values, values.Length);
            return;
        }

        int columns = values.Length / rows;
        Span<float> row = columns <= MaxStackRow ? stackalloc float[columns] : new float[columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++)
                row[k] = values[(k * rows) + i];
            Forward(row, row, columns);
            for (int k = 0; k < columns; k++)
                values[(k * rows) + i] = row[k];
        }
    }

    /// <summary>Converts the gradient with respect to y to that with respect to x, in place: dx = dy·f′(x).</summary>
    /// <param name="input">x; equal to <paramref name="output"/> unless <see cref="NeedsInput"/>.</param>
    /// <param name="output">y = f(x).</param>
    /// <param name="gradient">On entry dL/dy, on return dL/dx.</param>
    /// <param name="rowLength">The length of a row (the last axis).</param>
    protected internal abstract void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength);

    /// <summary>
    /// Writes the settings of the function; none unless overridden. Save refuses a class of the program whose constructor takes parameters
    /// and that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private void RequireShape(Tensor input, Tensor other, string name)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(other, name);
        if (!other.Shape.Equals(input.Shape))
            throw new ArgumentException($"The activation '{Name}' has an input of shape {input.Shape}; '{name}' should have the same, "
                + $"and has {other.Shape}.", name);
    }
}
