namespace NeuralNet;

/// <summary>
/// The parameters that one training changes, and their gradients, which lie in one array. Gradients belong to the training, not to the
/// parameters, so that two trainings never share them.
/// </summary>
internal sealed class ParameterSpace
{
    /// <summary>The elements of a cache line: gradients begin at multiples of it.</summary>
    private const int Alignment = 16;

    private readonly Dictionary<Parameter, int> indices = [];
    private readonly GradientRows[] gradients;
    private readonly int[] offsets;

    /// <summary>Allocates the memory of the gradients.</summary>
    public ParameterSpace(IReadOnlyList<Parameter> parameters)
    {
        Parameters = parameters;
        offsets = new int[parameters.Count];
        long length = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            indices.Add(parameters[i], i);
            offsets[i] = (int)length;
            length += ((long)parameters[i].Shape.Size + Alignment - 1) / Alignment * Alignment;
            if (length > Array.MaxLength)
                throw new InvalidOperationException($"The parameters up to '{parameters[i].Name}' have more than {Array.MaxLength} "
                    + "elements together; so many cannot be trained at once. Freeze some layers.");
        }

        Gradients = new float[length];
        gradients = [.. parameters.Select((parameter, i) => new GradientRows(Tensor.Over(Gradients, offsets[i], parameter.Shape)))];
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>All gradients in sequence, each starting at a multiple of a cache line; the gaps are always 0.</summary>
    public float[] Gradients { get; }

    /// <summary>The index in <see cref="Gradients"/> at which the gradient of a parameter begins.</summary>
    public int OffsetOf(int index) => offsets[index];

    /// <summary>The gradient of a parameter by its index.</summary>
    public GradientRows this[int index] => gradients[index];

    /// <summary>The gradient of a parameter; null if it is not trained.</summary>
    public GradientRows? Of(Parameter parameter) => indices.TryGetValue(parameter, out int index) ? gradients[index] : null;
}
