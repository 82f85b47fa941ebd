using System.Buffers.Binary;
using System.Globalization;

namespace NeuralNet;

/// <summary>
/// A file of events for TensorBoard: records of a length, its check, a message <c>Event</c> and its check. What is added is written
/// by <see cref="Flush"/>; the file is open only then. TensorBoard: summary/writer/record_writer.py, compat/proto/event.proto.
/// </summary>
internal sealed class EventFile
{
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5;
    private const int SummaryValue = 1, Tag = 1, SimpleValue = 2, Histogram = 5;

    private static int made;

    private readonly string path;
    private readonly MemoryStream pending = new();

    /// <summary>Begins a file of a name of its own in a folder, which is made if need be.</summary>
    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{(long)Now():D10}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref made)}");
        path = Path.Combine(folder, name);
        AddRecord(new ProtocolBuffer().Add(WallTime, Now()).Add(FileVersion, "brain.Event:2"));
        Flush();
    }

    /// <summary>Adds a number.</summary>
    public void Add(string tag, double value, long step) =>
        AddSummary(step, new ProtocolBuffer().Add(Tag, tag).Add(SimpleValue, (float)value));

    /// <summary>Adds a histogram.</summary>
    public void Add(string tag, WeightHistogram histogram, long step) =>
        AddSummary(step, new ProtocolBuffer().Add(Tag, tag).Add(Histogram, histogram.ToMessage()));

    /// <summary>Writes what was added to the file.</summary>
    public void Flush()
    {
        using (var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read))
            pending.WriteTo(stream);
        pending.SetLength(0);
    }

    /// <summary>The check of bytes, turned and shifted so that it is not the check of itself.</summary>
    internal static uint MaskedCheck(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32C();
        crc.Append(bytes);
        return ((crc.Value >> 15) | (crc.Value << 17)) + 0xa282ead8;
    }

    private void AddSummary(long step, ProtocolBuffer value) => AddRecord(
        new ProtocolBuffer().Add(WallTime, Now()).Add(Step, step).Add(Summary, new ProtocolBuffer().Add(SummaryValue, value)));

    private void AddRecord(ProtocolBuffer message)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)message.Bytes.Length);
        pending.Write(number);
        AddCheck(number);
        pending.Write(message.Bytes);
        AddCheck(message.Bytes);
    }

    private void AddCheck(ReadOnlySpan<byte> bytes)
    {
        Span<byte> check = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(check, MaskedCheck(bytes));
        pending.Write(check);
    }

    private static double Now() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
}
