using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet.Explainability;

/// <summary>A number cut at the background's quartiles: 1 in the quarter of the row, 0 elsewhere. Drawn from the background.</summary>
internal sealed class QuartileAxis : LimeAxis
{
    private readonly int column;
    private readonly float[] values;
    private readonly float[] limits;
    private readonly byte[] quarters;
    private readonly string name;

    public QuartileAxis(int column, float[] values, string name)
    {
        this.column = column;
        this.values = values;
        this.name = name;
        float[] sorted = [.. values.Order()];
        limits = [.. new[] { 0.25, 0.5, 0.75 }.Select(share => Quantile(sorted, share)).Distinct().Where(limit => limit < sorted[^1])];
        // Where more than a quarter share the greatest value, no quartile may be left below it: then the rest is cut off from it.
        if (limits.Length == 0)
            limits = [sorted[..Array.IndexOf(sorted, sorted[^1])][^1]];
        quarters = Array.ConvertAll(values, value => (byte)Quarter(value));
    }

    public override Drawing Around(float[] row) => new QuarterDrawing(column, values, quarters, Quarter(row[column]));

    public override string Condition(float[] row)
    {
        int quarter = Quarter(row[column]);
        string lower = quarter > 0 ? $"{Text(limits[quarter - 1])} < " : "";
        string upper = quarter < limits.Length ? $" ≤ {Text(limits[quarter])}" : "";
        return lower + name + upper;
    }

    private static string Text(float value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A quantile by linear interpolation between the two nearest values.</summary>
    private static float Quantile(float[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        return (float)(sorted[below] + (place - below) * ((double)sorted[above] - sorted[below]));
    }

    private int Quarter(float value)
    {
        int quarter = 0;
        while (quarter < limits.Length && value > limits[quarter])
            quarter++;
        return quarter;
    }

    private sealed class QuarterDrawing : Drawing
    {
        private readonly int column;
        private readonly float[] values;
        private readonly float[] valuePlaces;

        public QuarterDrawing(int column, float[] values, byte[] quarters, int rowQuarter)
        {
            this.column = column;
            this.values = values;
            valuePlaces = new float[values.Length];
            for (int i = 0; i < quarters.Length; i++)
                valuePlaces[i] = quarters[i] == rowQuarter ? 1 : 0;
        }

        public override float Place => 1;

        public override void Draw(ref RandomLanes lanes, Span<float> neighbours, int width, Span<float> places)
        {
            // Indices are below the tables' length, and neighbours are whole rows: the checks of spans would cost as much as the work.
            Span<int> drawn = stackalloc int[RandomIndices.Count];
            ref float value = ref neighbours[column], table = ref MemoryMarshal.GetArrayDataReference(values);
            ref float place = ref MemoryMarshal.GetReference(places), placeTable = ref MemoryMarshal.GetArrayDataReference(valuePlaces);
            for (int start = 0; start < places.Length; start += drawn.Length)
            {
                RandomIndices.Draw(ref lanes, values.Length, drawn);
                int count = Math.Min(drawn.Length, places.Length - start);
                for (int i = 0; i < count; i++)
                {
                    int index = drawn[i];
                    value = Unsafe.Add(ref table, index);
                    Unsafe.Add(ref place, start + i) = Unsafe.Add(ref placeTable, index);
                    value = ref Unsafe.Add(ref value, width);
                }
            }
        }
    }
}
