namespace NeuralNet;

/// <summary>
/// The tensors of a plan, cut from one array. Each is reserved for a stretch of time, and those that are never needed at the same time
/// may share memory: largest first, each at the lowest place that is free as long as it lives (greedy by size; Pisarchyk and Lee,
/// <i>Efficient Memory Management for Deep Neural Net Inference</i>, 2020).
/// </summary>
internal sealed class PlanMemory
{
    /// <summary>The elements of a cache line: tensors begin at multiples of it, seen from the first.</summary>
    private const int Alignment = 16;

    private readonly List<Reservation> reservations = [];
    private Tensor[] tensors = [];

    /// <summary>The bytes of all tensors together.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reserves memory that is needed all the time.</summary>
    /// <returns>The number by which <see cref="this[int]"/> gives the tensor.</returns>
    public int Reserve(Shape shape) => Reserve(shape, int.MinValue, int.MaxValue);

    /// <summary>Reserves memory that is needed from one step to another, both included.</summary>
    /// <returns>The number by which <see cref="this[int]"/> gives the tensor.</returns>
    public int Reserve(Shape shape, int from, int to)
    {
        reservations.Add(new Reservation(shape, from, to));
        return reservations.Count - 1;
    }

    /// <summary>Allocates the memory.</summary>
    public void Allocate()
    {
        long length = Place();
        Bytes = length * sizeof(float);

        // One array holds 2 billion elements; where they do not do, each tensor has an array of its own.
        float[]? whole = length <= Array.MaxLength ? new float[length] : null;
        tensors = [.. reservations.Select(reserved => whole is null
            ? new Tensor(reserved.Shape)
            : Tensor.Over(whole, (int)reserved.Offset, reserved.Shape))];
    }

    /// <summary>The tensor of a reservation.</summary>
    public Tensor this[int reservation] => tensors[reservation];

    /// <summary>Assigns an offset to each reservation, and returns the total length.</summary>
    private long Place()
    {
        var placed = new List<Reservation>();
        long length = 0;
        foreach (Reservation reserved in reservations.OrderByDescending(reserved => reserved.Shape.Size))
        {
            long offset = 0;
            foreach (Reservation other in placed)
            {
                if (other.From > reserved.To || other.To < reserved.From)
                    continue;
                if (offset + reserved.Length <= other.Offset)
                    break;
                offset = Math.Max(offset, other.Offset + other.Length);
            }

            reserved.Offset = offset;
            length = Math.Max(length, offset + reserved.Length);
            int index = placed.FindIndex(other => other.Offset > offset);
            placed.Insert(index < 0 ? placed.Count : index, reserved);
        }

        return length;
    }

    private sealed class Reservation(Shape shape, int from, int to)
    {
        public Shape Shape => shape;

        public int From => from;

        public int To => to;

        /// <summary>The length, rounded up so that the next tensor begins at a multiple of <see cref="Alignment"/>.</summary>
        public long Length { get; } = ((long)shape.Size + Alignment - 1) / Alignment * Alignment;

        public long Offset { get; set; }
    }
}
